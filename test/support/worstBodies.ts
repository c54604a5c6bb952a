/** Bodies of up to 5 MB, by what is bad about them: JSON as it is sent. */
export type Bodies = Record<string, string>;

const MOST_BYTES = 5 * 1024 * 1024;

/** Returns a list of so many entries. */
export function times<T>(count: number, entry: (index: number) => T): T[] {
	return Array.from({ length: count }, (_, index) => entry(index));
}

/** Returns an object with so many fields. */
export function objectOf(count: number, name: (index: number) => string, value: unknown): object {
	return Object.fromEntries(times(count, (index) => [name(index), value]));
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
		'texts with NUL': `{"labels":[${times(190_000, (index) => `"\\u0000${String(index).padStart(17, 'a')}"`).join()}]}`,
		'long numbers': `{"labels":[${times(209_000, (index) => `1.2345678901234${index % 10}e-300`).join()}]}`,
		'as many names as there may be, in every order': `{"labels":[${times(49_000, namesInAnyOrder).join()}]}`,
		'ever new names': `{${times(240_000, (index) => `"n${index % 49_000}":12345678`).join()}}`,
		'ever new names with NUL': `{${times(49_000, (index) => `"\\u0000${String(index).padStart(90, 'n')}":1`).join()}}`,
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
			objectOf(980, (index) => `漢~/${index}`.padEnd(1_700, '漢'), 1),
		),
		'unknown lists': JSON.stringify(
			objectOf(
				980,
				(index) => `f${index}`,
				times(200, () => 0),
			),
		),
	};
}
