import { fitting, type Reading, readChoice, readList } from '../../../contract/reading';

export type Choice = { value: string; label: string };

/** Returns the value of the choice that is meant. Who types or maps one writes its label, as the editor shows it. */
export function readChosen(given: unknown, choices: readonly Choice[]): Reading<string> {
	const known = valueOf(String(given), choices);
	return known === undefined
		? readChoice(
				given,
				choices.map(({ label }) => label),
			)
		: { value: known };
}

/** Returns the values of the choices in a list. What is no choice stays as it is, for Fluid to know or to refuse. */
export function readAllChosen(given: unknown, choices: readonly Choice[]): Reading<string[]> {
	const options = choices.map(({ label }) => label);
	const reading = readList(given, { splitEntries: true, options });
	if ('fault' in reading) return reading;
	const values = reading.value.map((entry) => valueOf(entry, choices) ?? entry);
	return { value: [...new Set(values)] };
}

function valueOf(text: string, choices: readonly Choice[]): string | undefined {
	for (const name of ['value', 'label'] as const) {
		const names = choices.map((choice) => choice[name]);
		const found = fitting(text, names);
		if (found.length === 1) return choices[names.indexOf(found[0] as string)]?.value;
	}
	return undefined;
}
