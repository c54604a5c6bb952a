import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CachedTool } from './cachedTool.mjs';
import { node24, node24Environment, stop } from './node24.mjs';
import { inRepository } from './repository.mjs';

const version = '19.1.0';

// Inside zapier-app, the 200 MB of the command line tool would be taken for parts of the app and zipped with it.
const tool = new CachedTool('zapier-platform-cli', version);

/** The file that starts Zapier's command line tool in the cache. It needs Node.js 22 or newer. */
export const zapierCommand = join(
	tool.folder,
	'node_modules',
	'zapier-platform-cli',
	'src',
	'bin',
	'run',
);

/**
 * Puts Zapier's command line tool into the cache folder unless it is there.
 * @throws when npm fails, naming the log to read.
 */
export const installZapierCommand = () =>
	tool.install(() =>
		tool.npm('downloading 780 packages, 200 MB (once, about a minute)', [
			'install',
			`zapier-platform-cli@${version}`,
			'--ignore-scripts',
			'--no-audit',
			'--no-fund',
		]),
	);

/**
 * Runs a command of Zapier's on the app and returns what it printed.
 * @param {string[]} args
 * @returns {Promise<{ code: number, printed: string, said: string }>} the exit code, stdout, and both streams as one
 */
export function runZapier(args) {
	return new Promise((resolve) => {
		const child = spawn(node24(), [zapierCommand, ...args], {
			cwd: inRepository('zapier-app'),
			env: { ...node24Environment(), DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let printed = '';
		let said = '';
		child.stdout.on('data', (data) => (printed += data) && (said += data));
		child.stderr.on('data', (data) => (said += data));
		child.on('error', (error) => stop(error.message));
		child.on('close', (code) => resolve({ code: code ?? 1, printed, said }));
	});
}
