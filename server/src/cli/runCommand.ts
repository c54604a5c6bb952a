import { CommanderError } from 'commander';
import { Failure, reasonSentence } from './failure';
import { newProgram } from './program';

/**
 * Runs the fluid command to its end and says on stderr why it failed.
 *
 * @param argv as `process.argv`: the words of the command begin with the third
 * @returns the exit code; undefined where the command itself has set one, or where nothing went wrong
 */
export async function runCommand(argv: string[]): Promise<number | undefined> {
	try {
		await newProgram().parseAsync(argv);
	} catch (reason) {
		// Help and version were asked for and have been shown.
		if (reason instanceof CommanderError) return undefined;
		console.error(reasonSentence(reason));
		return reason instanceof Failure ? reason.exitCode : 1;
	}
	return undefined;
}
