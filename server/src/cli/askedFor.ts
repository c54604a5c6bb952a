import { createInterface } from 'node:readline/promises';

/** Asks a question and returns the answer; what is piped in is one as well. */
export async function askedFor(question: string): Promise<string> {
	const terminal = createInterface({ input: process.stdin, output: process.stderr });
	const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
	const answer = await Promise.race([terminal.question(question), ended]);
	terminal.close();
	return answer.trim();
}
