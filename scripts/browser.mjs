import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
	process.env.CHROMIUM_PATH,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium or Chrome of this machine, or undefined; CHROMIUM_PATH names another one. */
export const browserPath = () => PLACES.find((path) => path && existsSync(path));

/**
 * Installs Debian's Chromium where there is no browser and this is the root of a Debian, as in CI.
 * @throws when there is none and none can be installed, with a sentence that says what to do.
 */
export function installBrowser() {
	if (browserPath()) return;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.error('Installing Chromium with apt-get (once, about half a minute) ...');
		apt('update', '-qq');
		apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
	}
	if (browserPath()) return;
	throw new Error(
		'The browser tests need Chromium or Chrome. Install it, or set CHROMIUM_PATH to its program, and try again.',
	);
}

function apt(...args) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env });
}
