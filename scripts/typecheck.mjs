import { installEverything, installZapierApp } from './installed.mjs';
import { runNode24 } from './run.mjs';

await installEverything();
await installZapierApp();
const projects = [
	'tsconfig.json',
	'server/tsconfig.json',
	'test/tsconfig.json',
	'zapier-app/tsconfig.json',
];
for (const project of projects) {
	await runNode24(['node_modules/typescript/bin/tsc', '--noEmit', '--project', project]);
}
