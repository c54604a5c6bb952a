import type { InputError } from '../../../../contract/types';
import type { Mapping } from './mapping';
import { plain } from './plain';
import type { CsvRow } from './csvFile';

/** Returns the service's sentence about a value with the name of the column that it stands in. */
export function withColumn(
	{ pointer, detail }: InputError,
	{ values }: CsvRow,
	mappings: Mapping[],
): string {
	const place = pointer.slice(1).replaceAll('/', '.');
	const fitting = mappings.filter(
		({ field }) => place === field.path || place.startsWith(`${field.path}.`),
	);
	const mapping = fitting.find(({ column }) => (values[column] ?? '').trim() !== '') ?? fitting[0];
	if (!mapping) return detail;
	const { header, field } = mapping;
	const [quoted = '', name = ''] = /^"([^"]*)"/.exec(detail) ?? [];
	// What is wrong inside a link is its label or URL, not the column.
	const isOfField =
		place.replace(/\.\d+$/, '') === field.path || field.path.startsWith('custom_fields.');
	const isFieldName = isOfField && [place.split('.').at(-1), ...field.names].includes(name);
	if (isFieldName) return `"${header}"${detail.slice(quoted.length)}`;
	return plain(detail).includes(plain(header)) ? detail : `${header}: ${detail}`;
}
