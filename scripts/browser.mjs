import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Chromium without a window: the same engine takes half the time to open a page. */
const SHELL = '/usr/bin/chromium-headless-shell';

const PLACES = [
	process.env.CHROMIUM_PATH,
	SHELL,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium or Chrome of this machine, or undefined; CHROMIUM_PATH names another one. */
export const browserPath = () => PLACES.find((path) => path && existsSync(path));

/**
 * Installs Debian's Chromium without a window where neither that nor one of CHROMIUM_PATH is there, and this is the root of
 * a Debian, as in CI.
 * @throws when there is no browser and none can be installed, with a sentence that says what to do.
 */
export function installBrowser() {
	if (process.env.CHROMIUM_PATH || existsSync(SHELL)) return;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.error('Installing Chromium with apt-get (once, about half a minute) ...');
		apt('update', '-qq');
		apt('install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell');
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
