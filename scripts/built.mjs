import { cpSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { runNode24 } from './run.mjs';
import { inRepository } from './repository.mjs';

export const serverMain = inRepository('server/dist/programs/service.cjs');
export const serverCommand = inRepository('server/dist/programs/fluid.cjs');

const serverStamp = inRepository('server/dist/.built');
const nodesStamp = inRepository('dist/.built');

/** Builds the service when a source is newer than the last build. */
export async function buildServiceIfStale() {
	const sources = [
		'server/src',
		'contract',
		'templates',
		'server/package.json',
		'scripts/bundleService.mjs',
	];
	if (!isNewer(sources, serverStamp)) return;
	console.error('Building the service ...');
	await buildService();
}

/** Builds the n8n package when a source is newer than the last build. */
export async function buildNodesIfStale() {
	const sources = ['nodes', 'credentials', 'contract', 'package.json', 'tsconfig.json'];
	if (!isNewer(sources, nodesStamp)) return;
	console.error('Building the n8n nodes ...');
	await buildNodes();
}

export async function buildService() {
	const started = new Date();
	await runNode24(['scripts/bundleService.mjs'], { stdio: ['ignore', 2, 2] });
	copyBesideModules('server/src');
	// For people to download from the service.
	cpSync(inRepository('templates'), inRepository('server/dist/templates'), { recursive: true });
	stamp(serverStamp, started);
}

export async function buildNodes() {
	const started = new Date();
	const command = inRepository('node_modules/@n8n/node-cli/bin/n8n-node.mjs');
	// CI: without it, n8n's progress wheel fills a log with hundreds of lines.
	await runNode24([command, 'build'], { stdio: ['ignore', 2, 2], env: { CI: 'true' } });
	stamp(nodesStamp, started);
}

// SQL, style sheets and the like lie beside the code that reads them.
function copyBesideModules(folder) {
	const target = inRepository('server/dist', folder);
	cpSync(inRepository(folder), target, {
		recursive: true,
		filter: (path) => !['.ts', '.json'].includes(extname(path)),
	});
}

// The stamp carries the moment the build began, so that a source saved meanwhile counts as newer.
function stamp(path, started) {
	writeFileSync(path, '');
	utimesSync(path, started, started);
}

function isNewer(sources, stampPath) {
	const built = modifiedAt(stampPath);
	return built === undefined || sources.some((source) => hasChange(inRepository(source), built));
}

// A folder changes when a file in it comes or goes, so folders count as well.
function hasChange(path, since) {
	const entry = statSync(path, { throwIfNoEntry: false });
	if (entry === undefined) return false;
	if (entry.mtimeMs > since) return true;
	return (
		entry.isDirectory() && readdirSync(path).some((name) => hasChange(join(path, name), since))
	);
}

function modifiedAt(path) {
	return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
