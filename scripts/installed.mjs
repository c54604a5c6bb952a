import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runNpm } from './run.mjs';
import { inRepository } from './repository.mjs';

/** Installs what the service runs on and nothing else, unless it is there in the pinned versions. */
export async function installService() {
	if (isInstalled('server/package.json')) return;
	// Where the developer's tools are installed too, a partial install would take them away.
	if (existsSync(inRepository('node_modules', 'vitest'))) return installEverything();
	console.error('Installing what the service runs on (once, about ten seconds) ...');
	await runNpm(['ci', '--workspace=server', '--loglevel=error']);
}

/** Installs all three parts and the developer's tools, unless they are there in the pinned versions. */
export async function installEverything() {
	if (isInstalled('package.json') && isInstalled('server/package.json')) return;
	console.error('Installing all parts and the tools to test them (once, one to three minutes) ...');
	await runNpm(['ci', '--loglevel=error']);
}

/** Installs what the Zapier app runs on: a package of its own, because Zapier's command zips the folder as it is. */
export async function installZapierApp() {
	if (isInstalled('zapier-app/package.json')) return;
	console.error('Installing what the Zapier app runs on (once, about ten seconds) ...');
	await runNpm(['ci', '--loglevel=error'], inRepository('zapier-app'));
}

// Every direct dependency is pinned to one version, so comparing versions is enough, and it takes two milliseconds.
function isInstalled(file) {
	const path = inRepository(file);
	const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(path, 'utf8'));
	return Object.entries({ ...dependencies, ...devDependencies }).every(
		([name, version]) => installedVersion(name, dirname(path)) === version,
	);
}

function installedVersion(name, folder) {
	for (const start of [folder, inRepository()]) {
		try {
			return JSON.parse(readFileSync(`${start}/node_modules/${name}/package.json`, 'utf8')).version;
		} catch (error) {
			if (error.code !== 'ENOENT') throw error;
		}
	}
	return undefined;
}
