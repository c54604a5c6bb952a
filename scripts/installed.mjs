import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stop } from './node24.mjs';
import { runNpm } from './run.mjs';
import { inRepository } from './repository.mjs';

/** Installs what the service runs on and nothing else, unless it is there in the pinned versions. */
export async function installService() {
	if (isInstalled('server/package.json')) return;
	// Where the developer's tools are installed too, a partial install would take them away.
	if (hasTools()) return installAll();
	console.error('Installing what the service runs on (once, about ten seconds) ...');
	await runNpm(['ci', '--workspace=server', '--loglevel=error']);
}

/**
 * Installs all three parts and the developer's tools where there are none. Where there are some, in other versions than the
 * pinned ones, it says so and stops: a developer may have them for a reason.
 */
export async function installEverything() {
	if (hasTools()) return stopWhereDifferent(['package.json', 'server/package.json'], 'npm ci');
	return installAll();
}

async function installAll() {
	console.error('Installing all parts and the tools to test them (once, one to three minutes) ...');
	await runNpm(['ci', '--loglevel=error']);
}

/** Installs what the Zapier app runs on: a package of its own, because Zapier's command zips the folder as it is. */
export async function installZapierApp() {
	if (existsSync(inRepository('zapier-app', 'node_modules')))
		return stopWhereDifferent(['zapier-app/package.json'], 'npm ci --prefix zapier-app');
	console.error('Installing what the Zapier app runs on (once, about ten seconds) ...');
	await runNpm(['ci', '--loglevel=error'], inRepository('zapier-app'));
}

function hasTools() {
	return existsSync(inRepository('node_modules', 'vitest'));
}

function stopWhereDifferent(files, command) {
	const different = files.flatMap(differences);
	if (different.length === 0) return;
	stop(
		`Other versions are installed than the pinned ones (${different.join('; ')}). Run: ${command}`,
	);
}

function isInstalled(file) {
	return differences(file).length === 0;
}

/**
 * Returns what is installed in another version than the one in a package.json, or not at all. Every direct dependency is
 * pinned to one version, so comparing versions is enough, and it takes two milliseconds.
 */
function differences(file) {
	const path = inRepository(file);
	const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(path, 'utf8'));
	return Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, version]) => {
		const installed = installedVersion(name, dirname(path));
		return installed === version ? [] : [`${name} ${installed ?? 'missing'}, not ${version}`];
	});
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
