import { createHash } from 'node:crypto';
import { html, type Html } from '../../html/html';

/** A form as it is filled in: texts, or lists of them, by the name of the field. */
export type Values = Readonly<Record<string, string | string[]>>;

/** What came together when a form was sent: what was typed, and what somebody else has saved meanwhile. */
export type Merged = {
	/** What to save, or to show again: of each field what was typed, and what is saved where nothing was. */
	values: Record<string, string | string[]>;
	/** Fields that both have changed, each to something else. */
	conflicts: string[];
	/** Fields that only somebody else has changed. */
	taken: string[];
};

/** Name of the hidden input that says what the form looked like when it was opened. */
export const MARKS = '_shown';

/** Returns that input: a short mark of each value, which shows later whether the value was changed. */
export function marksInput(shown: Values): Html {
	return html`<input type="hidden" name="${MARKS}" value="${marksOf(shown)}" />`;
}

/** Returns the marks of a form's values. */
export function marksOf(shown: Values): string {
	return JSON.stringify(mapped(shown, mark));
}

/**
 * Returns a form that was sent together with what somebody else has saved since it was opened.
 *
 * @param marks as they came back; of a field without one, any difference counts as a change by both
 * @param together fields that mean something only together, such as a value and its currency, by one name
 */
export function merge(
	{ marks, sent, saved }: { marks: unknown; sent: Values; saved: Values },
	together: (name: string) => string = (name) => name,
): Merged {
	const shown = marksFrom(marks);
	const names = Object.keys({ ...saved, ...sent }).filter((name) => name in saved || name in shown);
	const isMine = (name: string) => name in sent && mark(sent[name]) !== shown[name];
	const isTheirs = (name: string) => mark(saved[name]) !== shown[name];
	const isDifferent = (name: string) => name in sent && mark(sent[name]) !== mark(saved[name]);
	const differing = names.filter(isDifferent);
	const groups = (is: (name: string) => boolean) => new Set(differing.filter(is).map(together));
	const theirs = groups(isTheirs);
	const both = new Set([...groups(isMine)].filter((group) => theirs.has(group)));
	const values = names.map((name) => [name, isMine(name) ? sent[name] : saved[name]]);
	return {
		values: { ...sent, ...Object.fromEntries(values) },
		conflicts: differing.filter((name) => both.has(together(name))),
		taken: differing.filter((name) => !isMine(name) && !both.has(together(name))),
	};
}

/** Line ends differ between what was shown and what a browser sends; no option chosen is sent as an empty one. */
export function comparable(value: string | string[] | undefined): string {
	if (!Array.isArray(value)) return (value ?? '').replace(/\r\n/g, '\n').trim();
	const options = value.filter((option) => option !== '');
	return options.length === 0 ? '' : JSON.stringify(options);
}

function mark(value: string | string[] | undefined): string {
	return createHash('sha256').update(comparable(value)).digest('base64url').slice(0, 8);
}

function marksFrom(text: unknown): Record<string, string> {
	try {
		const marks: unknown = JSON.parse(String(text));
		return typeof marks === 'object' && marks !== null ? (marks as Record<string, string>) : {};
	} catch {
		return {};
	}
}

function mapped(values: Values, change: (value: string | string[]) => string) {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
