// npm run proof: that nothing is missed and nothing comes twice, in a real n8n and in the sizes of a busy business.
import { runNode24 } from './run.mjs';

process.env.FLUID_PROOF = 'full';
await runNode24([
	'scripts/test-e2e.mjs',
	'test/e2e/nothingMissed.test.ts',
	...process.argv.slice(2),
]);
