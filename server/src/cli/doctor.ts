import { Command } from 'commander';
import { readConfig } from '../config';
import { checks, type CheckResult, examine } from '../doctor/examine';
import { withOpenDatabase } from './database';
import { Failure } from './failure';

/** Of each check so many findings are printed; --json has all. */
const MOST_SHOWN = 10;

/** Something was found that is not as it should be. */
class FoundFaults extends Failure {
	override readonly exitCode = 3;
}

/** `fluid doctor`. */
export function newDoctor(): Command {
	return new Command('doctor')
		.description(
			'prove that what belongs together in the database is together, also while the service runs',
		)
		.option(
			'--repair',
			'make anew what follows from the rest: search, sums of the board, lost times and deliveries',
		)
		.option('--json', 'print everything as JSON')
		.action(examineAll)
		.addHelpText(
			'after',
			`
It only reads, unless --repair is given. What is a fault of one moment, because the service writes, is not counted: only
what is still so a moment later. The exit code is 0 when nothing is left to do, 3 when something was found.

Examples:
  npm run -s fluid -- doctor
  npm run -s fluid -- doctor --repair --json`,
		);
}

async function examineAll({
	repair = false,
	json,
}: {
	repair?: boolean;
	json?: true;
}): Promise<void> {
	const config = readConfig(process.env);
	const results = await withOpenDatabase(config, async ({ database, secrets }) => {
		const all: CheckResult[] = [];
		for (const check of checks) {
			const result = await examine(check, database, secrets, () => new Date(), repair);
			all.push(result);
			if (!json) console.log(report(result));
		}
		return all;
	});
	const faults = results.reduce((sum, { findings }) => sum + findings.length, 0);
	if (json) console.log(JSON.stringify({ ok: faults === 0, checks: results }, null, 2));
	if (faults === 0) return;
	throw new FoundFaults(
		faults === 1
			? 'One thing is not as it should be.'
			: `${faults} things are not as they should be.`,
	);
}

function report({ promise, advice, looked, findings, repaired }: CheckResult): string {
	const done = repaired === null ? [] : [`   Repaired: ${repaired}`];
	const sentence = `${promise.charAt(0).toUpperCase()}${promise.slice(1)}`;
	if (findings.length === 0)
		return [`ok ${sentence} (${looked.toLocaleString('en')} looked at).`, ...done].join('\n');
	const shown = findings.slice(0, MOST_SHOWN).map((finding) => `   - ${finding.sentence}`);
	const more = findings.length - shown.length;
	return [
		`!! It does not hold that ${promise}: ${findings.length.toLocaleString('en')} found.`,
		...shown,
		...(more > 0 ? [`   - and ${more.toLocaleString('en')} more, which --json lists.`] : []),
		`   What to do: ${advice}`,
		...done,
	].join('\n');
}
