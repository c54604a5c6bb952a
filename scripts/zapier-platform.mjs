// npm run -s zapier -- ARGS: Zapier's command line tool on the Zapier app, installed and built first where needed.
import { installEverything, installZapierApp } from './installed.mjs';
import { inRepository } from './repository.mjs';
import { runNode24 } from './run.mjs';
import { installZapierCommand, zapierCommand } from './zapier.mjs';

const cwd = inRepository('zapier-app');

await installEverything();
await installZapierApp();
await installZapierCommand();
const tsc = inRepository('node_modules/typescript/bin/tsc');
await runNode24([tsc, '--project', 'tsconfig.build.json'], { cwd, stdio: ['ignore', 2, 2] });
await runNode24([zapierCommand, ...process.argv.slice(2)], {
	cwd,
	env: { DISABLE_ZAPIER_ANALYTICS: '1' },
});
