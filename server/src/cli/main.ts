import { CommanderError } from 'commander';
import { Failure, reasonSentence } from './failure';
import { newProgram } from './program';

void main();

async function main(): Promise<void> {
	// A reader such as head may stop reading: that is no fault.
	process.stdout.on('error', () => process.exit());
	try {
		await newProgram().parseAsync(process.argv);
	} catch (reason) {
		// Help and version were asked for and have been shown.
		if (reason instanceof CommanderError) return;
		console.error(reasonSentence(reason));
		process.exitCode = reason instanceof Failure ? reason.exitCode : 1;
	}
}
