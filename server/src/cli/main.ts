import { failIfUnfinished } from '../endUnfinished';
import { runCommand } from './runCommand';

void main();

async function main(): Promise<void> {
	// A reader such as head may stop reading: that is no fault.
	process.stdout.on('error', () => process.exit());
	const done = failIfUnfinished(
		'The command ended before it was done: what it waited for never came. What it has changed so far is not known; run it again.',
	);
	process.exitCode = (await runCommand(process.argv)) ?? process.exitCode;
	done();
}
