import { didYouMean, nearest } from '../../nearest';
import { Failure, WrongUsage } from '../failure';
import type { DealField } from './fields';
import { REASON_COLUMN } from './rejected';
import type { Wish } from './wish';

/** A column of the file and a field it fills. */
export type Mapping = { column: number; header: string; field: DealField };

/**
 * Returns which column fills which field: as wished, else by the name of the column.
 *
 * @throws Failure naming every column that is unknown, ambiguous, or fills a field another column fills
 */
export function mapColumns(
	header: string[],
	fields: DealField[],
	wishes: Wish[],
	{ skipUnknown }: { skipUnknown: boolean },
): Mapping[] {
	const wishFaults = wishes.flatMap((wish) => faultOf(wish, header, fields));
	if (wishFaults.length > 0) throw new WrongUsage(wishFaults.join('\n'));

	const faults: string[] = [];
	const mappings = header.flatMap((name, column): Mapping[] => {
		const wished = wishes.filter((wish) => isMeant(wish, name, header));
		if (wished.length > 0)
			return wished
				.flatMap((wish) => fieldsNamed(fields, wish.field).slice(0, 1))
				.map((field) => ({ column, header: name, field }));
		if (plain(name) === '' || name === REASON_COLUMN) return [];
		const found = fieldsCalled(fields, name);
		if (found.length === 0 && !skipUnknown) faults.push(unknownColumn(name, fields));
		if (found.length > 1) faults.push(ambiguousColumn(name, found));
		return found.slice(0, 1).map((field) => ({ column, header: name, field }));
	});
	faults.push(...doubled(mappings));
	if (faults.length > 0) throw new Failure(faults.join('\n'));
	return mappings;
}

/** A name that a column has to the letter means that column, not another one that is written alike. */
function isMeant(wish: Wish, name: string, header: string[]): boolean {
	return header.includes(wish.header) ? wish.header === name : isSame(wish.header, name);
}

function faultOf({ header, field }: Wish, headers: string[], fields: DealField[]): string[] {
	const option = `--map "${header}=${field}"`;
	if (!headers.some((name) => isSame(name, header)))
		return [`${option}: the file has no column "${header}".${didYouMean(header, headers)}`];
	const found = fieldsNamed(fields, field);
	if (field === '' || found.length === 1) return [];
	if (found.length > 1) return [`${option}: ${choice(found)}`];
	return [`${option}: "${field}" is not a field of a deal.${suggestion(field, fields)}`];
}

function fieldsNamed(fields: DealField[], name: string): DealField[] {
	const exact = fields.filter(({ path }) => path === name);
	return exact.length > 0 ? exact : fieldsCalled(fields, name);
}

function fieldsCalled(fields: DealField[], name: string): DealField[] {
	return fields.filter(({ names }) => names.some((each) => isSame(each, name)));
}

function unknownColumn(name: string, fields: DealField[]): string {
	return `The column "${name}" is not a field of a deal.${suggestion(name, fields)} Say what it is with --map "${name}=FIELD", leave it out with --map "${name}=", or leave out every unknown column with --skip-unknown.`;
}

/** Names the fields that are called nearly so, each as --map takes it. */
function suggestion(name: string, fields: DealField[]): string {
	const near = nearest(name, [...new Set(fields.flatMap((field) => field.names))]);
	const paths = new Set(near.flatMap((each) => fieldsNamed(fields, each)).map(({ path }) => path));
	return paths.size === 0
		? ''
		: ` Did you mean ${[...paths].map((path) => `"${path}"`).join(' or ')}?`;
}

function ambiguousColumn(name: string, found: DealField[]): string {
	return `The column "${name}" can mean more than one field: ${choice(found)}`;
}

function choice(found: DealField[]): string {
	return `say which with --map, ${found.map(({ path }) => `"${path}"`).join(' or ')}.`;
}

function doubled(mappings: Mapping[]): string[] {
	return mappings.flatMap(({ header, field }, index) => {
		const first = mappings.findIndex((other) => other.field === field);
		if (first === index) return [];
		const other = mappings[first]?.header as string;
		// --map means a column by its name, so it means both.
		const advice =
			other === header
				? 'Give one of them another name in the first line of the file.'
				: `Leave one out with --map "${header}=", or give them different names.`;
		return [`The columns "${other}" and "${header}" both fill ${field.path}. ${advice}`];
	});
}

function isSame(one: string, other: string): boolean {
	return one === other || (plain(one) !== '' && plain(one) === plain(other));
}

/** "E-mail", "e_mail" and "EMAIL" are the same name. */
function plain(name: string): string {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');
}
