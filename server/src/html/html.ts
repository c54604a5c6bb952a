/** Markup that is safe to send: every value in it was escaped. */
export class Html {
	constructor(private readonly text: string) {}

	toString(): string {
		return this.text;
	}
}

/** What may stand in markup; `false`, `null` and `undefined` leave nothing, lists are put one behind the other. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

/**
 * Writes markup: `` html`<p>${deal.name}</p>` ``. Values are escaped, for text and for attributes in double quotes;
 * markup made by `html` stays as it is. There is no way around the escaping but `new Html`, so look there for faults.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
	const text = strings.reduce((so, string, index) => so + rendered(parts[index - 1]) + string);
	return new Html(text);
}

function rendered(part: Part): string {
	if (part instanceof Html) return part.toString();
	if (Array.isArray(part)) return part.map((one: Part) => rendered(one)).join('');
	if (part === false || part === null || part === undefined) return '';
	return escaped(String(part));
}

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
