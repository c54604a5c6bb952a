// npm run check:zapier [-- --update]: all that can be known before the Zapier app is uploaded, without a network.
// --update takes additions to the app into zapier-app/definition.snapshot.json.
import { readFileSync } from 'node:fs';
import { installEverything, installZapierApp } from './installed.mjs';
import { buildServiceIfStale } from './built.mjs';
import { stop } from './node24.mjs';
import { inRepository } from './repository.mjs';
import { runNode24 } from './run.mjs';
import { installZapierCommand, runZapier } from './zapier.mjs';

await installEverything();
await installZapierApp();
await installZapierCommand();
await buildServiceIfStale();

const args = process.argv.slice(2);
await checkStructure();
await buildZip();
listUnchecked();
console.log('Publishing rules, snapshot, recipes, and the zip against a real server:');
await runNode24([
	'node_modules/vitest/vitest.mjs',
	'run',
	'--project',
	'zapier-checks',
	...(args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=tree']),
	...args,
]);

async function checkStructure() {
	const { code, printed, said } = await runZapier([
		'validate',
		'--without-style',
		'--format',
		'json',
	]);
	const start = printed.indexOf('[');
	if (start === -1) stop(`Structure: Zapier's validation did not run.\n${said}`);
	const faults = JSON.parse(printed.slice(start));
	for (const { Property, Message } of faults) console.log(`Structure: ${Property}: ${Message}`);
	if (code !== 0 || faults.length > 0) stop(`Structure: ${faults.length} faults.`);
	console.log("Structure: sound, by Zapier's own validation.");
}

async function buildZip() {
	const { code, said } = await runZapier(['build', '--skip-dep-install', '--skip-validation']);
	if (code !== 0) stop(`Zip: Zapier's build failed.\n${said}`);
	const { length } = readFileSync(inRepository('zapier-app/build/build.zip'));
	console.log(`Zip: built, and it loads; ${(length / 1e6).toFixed(2)} MB of at most 0.85.`);
}

function listUnchecked() {
	const reasons = JSON.parse(readFileSync(inRepository('zapier-app/checks/unchecked.json')));
	console.log('Not to be known here:');
	for (const [id, reason] of Object.entries(reasons)) console.log(`  ${id} ${reason}`);
}
