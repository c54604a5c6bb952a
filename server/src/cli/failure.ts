import { BlueprintRefused } from '../blueprints/refused';
import { Refusal } from '../problems/problems';
import { WrongSetting } from '../wrongSetting';

/** A command that cannot do what was asked; its message is a sentence that says what to do next. */
export class Failure extends Error {
	readonly exitCode: number = 1;
}

/** A command that was given wrongly. */
export class WrongUsage extends Failure {
	override readonly exitCode = 2;
}

/** Returns what the person at the terminal reads about anything that was thrown: no stack trace. */
export function reasonSentence(reason: unknown): string {
	if (reason instanceof Failure || reason instanceof WrongSetting || reason instanceof Refusal)
		return reason.message;
	if (reason instanceof BlueprintRefused) return reason.reasons.join('\n');
	return `Something went wrong: ${reason instanceof Error ? reason.message : String(reason)}.`;
}
