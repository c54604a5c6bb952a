import { installEverything } from './installed.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await runNode24(['node_modules/@n8n/node-cli/bin/n8n-node.mjs', 'lint'], {
	// n8n demands its own two-line config at the root; with this, server/ and test/ follow the one in their folder.
	env: { ESLINT_FLAGS: 'v10_config_lookup_from_file' },
});
await runNode24([
	'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
	'--config',
	'.dependency-cruiser.mjs',
	...['contract', 'credentials', 'nodes', 'server/src', 'zapier-app/src'],
]);
await runNode24(['node_modules/prettier/bin/prettier.cjs', '--check', '.']);
await runNode24(['scripts/scan.mjs']);
