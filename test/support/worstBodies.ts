/** Bodies of up to 5 MB, by what is bad about them: JSON as it is sent. */
export type Bodies = Record<string, string>;

const MOST_BYTES = 5 * 1024 * 1024;

/** Returns a list of so many entries. */
export function list<T>(count: number, entry: (index: number) => T): T[] {
	return Array.from({ length: count }, (_, index) => entry(index));
}

/** Returns an object with so many fields. */
export function fieldsOf(count: number, name: (index: number) => string, value: unknown): object {
	return Object.fromEntries(list(count, (index) => [name(index), value]));
}

/** Returns a text that fills a body. */
export function filling(text: string): string {
	return text.repeat(Math.floor((MOST_BYTES - 1_000) / Buffer.byteLength(JSON.stringify(text))));
}

/** What takes long to read, whatever the call. */
export function hardToRead(): Bodies {
	return {
		'five million lines and a fault': `${'\n'.repeat(MOST_BYTES - 1)}x`,
		'a text of escapes': `{"name":"${'\\n'.repeat(MOST_BYTES / 2 - 20)}"}`,
		'texts with NUL': `{"labels":[${list(190_000, (index) => `"\\u0000${String(index).padStart(17, 'a')}"`).join()}]}`,
		'long numbers': `{"labels":[${list(209_000, (index) => `1.2345678901234${index % 10}e-300`).join()}]}`,
		'as many names as there may be, in every order': `{"labels":[${list(49_000, namesInAnyOrder).join()}]}`,
		'ever new names': `{${list(240_000, (index) => `"n${index % 49_000}":12345678`).join()}}`,
		'ever new names with NUL': `{${list(49_000, (index) => `"\\u0000${String(index).padStart(90, 'n')}":1`).join()}}`,
	};
}

function namesInAnyOrder(index: number): string {
	const names = [index, index * 7919 + 13, index * 104_729 + 1, index * 1_299_709 + 5];
	return `{${names.map((name) => `"n${name % 990}":1`).join()}}`;
}

/** What takes long to check, whatever the call: nothing in it belongs there. */
export function hardToRefuse(): Bodies {
	return {
		'long unknown names': JSON.stringify(
			fieldsOf(980, (index) => `漢~/${index}`.padEnd(1_700, '漢'), 1),
		),
		'unknown lists': JSON.stringify(
			fieldsOf(
				980,
				(index) => `f${index}`,
				list(200, () => 0),
			),
		),
	};
}
