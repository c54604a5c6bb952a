import { join } from 'node:path';
import { CachedTool } from './cachedTool.mjs';

// 2.41.3, the newest, asks for a package version that was never published.
const version = '2.41.1';

const tool = new CachedTool('n8n', version);

/** The file that starts the n8n in the cache. */
export const n8nCommand = join(tool.folder, 'node_modules', 'n8n', 'bin', 'n8n');

/** Whether the n8n in the cache is whole. */
export const isN8nInstalled = tool.isInstalled;

/**
 * Puts a real n8n into the cache folder unless it is there. A second run at the same time waits for the first;
 * an install that was interrupted is begun again.
 * @throws when npm fails, naming the log to read.
 */
export const installN8n = () =>
	tool.install(async () => {
		await tool.npm('downloading 2,100 packages, 2.2 GB (once, two to eight minutes)', [
			'install',
			`n8n@${version}`,
			'--ignore-scripts',
			'--legacy-peer-deps',
			'--no-audit',
			'--no-fund',
		]);
		// The one native module n8n needs to start and that comes without a binary.
		await tool.npm('compiling sqlite3 (once, one to three minutes)', [
			'rebuild',
			'sqlite3',
			'--ignore-scripts=false',
		]);
	});
