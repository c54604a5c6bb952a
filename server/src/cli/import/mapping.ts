import { didYouMean, nearest } from '../../../../contract/nearest';
import { Failure, WrongUsage } from '../failure';
import { shellWord } from '../shellWord';
import type { DealField } from './fields';
import { exceptionOf, headingOf } from './headings';
import { plain } from './plain';
import { REASON_COLUMN } from './rejected';
import type { ColumnMapping } from './columnMapping';
import type { Csv } from './csvFile';

/** A column of the file and a field it fills. */
export type Mapping = {
	column: number;
	header: string;
	field: DealField;
	/** Of several columns that fill one field, the one of the lowest rank that has a value counts. */
	rank: number;
	/** What stands between values where a cell holds several, of which the first counts. */
	between?: string | undefined;
};

/** More unknown columns than these are named in one line. */
const MOST_IN_LINES = 3;

/** What the columns of a file mean. */
export type Columns = {
	mappings: Mapping[];
	/** Columns with another system's own IDs, which can be the external ID. */
	foreignIds: string[];
};

/**
 * Returns which column fills which field: as wished, else by the name of the column, as Fluid or another system's
 * export calls it.
 *
 * @param sample values of the first rows: only those of a column show whose IDs they are
 * @throws Failure naming every column that is unknown, ambiguous, or fills a field another column fills
 */
export function mapColumns(
	{ header, sample }: Pick<Csv, 'header' | 'sample'>,
	fields: DealField[],
	columnMappings: ColumnMapping[],
	{ skipUnknown }: { skipUnknown: boolean },
): Columns {
	const wishFaults = columnMappings.flatMap((mapping) => faultOf(mapping, header, fields));
	if (wishFaults.length > 0) throw new WrongUsage(wishFaults.join('\n'));

	const faults: string[] = [];
	const unknown: string[] = [];
	const foreignIds: string[] = [];
	const mappings = header.flatMap((name, column): Mapping[] => {
		const mapping = (field: DealField, rank = 0, between?: string): Mapping => ({
			column,
			header: name,
			field,
			rank,
			between,
		});
		const asked = columnMappings.filter((mapping) => isMeant(mapping, name, header));
		if (asked.length > 0)
			return asked
				.flatMap((mapping) => fieldsNamed(fields, mapping.field).slice(0, 1))
				.map((field) => mapping(field));
		if (plain(name) === '' || name === REASON_COLUMN) return [];
		const called = fieldsCalled(fields, name);
		const found = called.filter(({ path }) => path !== 'id' || hasOwnIds(sample, column));
		const exception = found.some(isCustom) ? undefined : exceptionOf(name, header);
		if (found.length > 1) faults.push(ambiguousColumn(name, found));
		if (found.length > 0 && !exception) return found.slice(0, 1).map((field) => mapping(field));
		const heading = exception ?? headingOf(name);
		if (heading === undefined) {
			if (!skipUnknown) unknown.push(name);
			return [];
		}
		if ('isForeignId' in heading) foreignIds.push(name);
		if (!('fills' in heading)) return [];
		return fieldsNamed(fields, heading.fills).map((field) =>
			mapping(field, heading.rank, heading.between),
		);
	});
	faults.push(...unknownColumns(unknown, fields));
	faults.push(...doubled(mappings.filter(({ rank }) => rank === 0)));
	if (faults.length > 0)
		throw new Failure([...faults, ...linesAboveHint(header, sample)].join('\n'));
	return { mappings: mappings.sort((one, other) => one.rank - other.rank), foreignIds };
}

/** Returns whether a column of that name can be a field of a deal, or is known as one of another system's export. */
export function isKnownColumn(
	name: string,
	fields: DealField[],
	columnMappings: ColumnMapping[],
): boolean {
	return (
		name === REASON_COLUMN ||
		columnMappings.some((mapping) => isSame(mapping.header, name)) ||
		fieldsCalled(fields, name).length > 0 ||
		headingOf(name) !== undefined
	);
}

/** A column "Deal ID" of another system has other IDs than Fluid's. */
function hasOwnIds(sample: string[][], column: number): boolean {
	const ids = sample.map((cells) => cells[column] ?? '').filter((cell) => cell !== '');
	return ids.length === 0 || ids.some((id) => id.startsWith('deal_'));
}

function isCustom({ path }: DealField): boolean {
	return path.startsWith('custom_fields.');
}

/** Where the first line is not the one that names the columns, lines below it have more values. */
function linesAboveHint(header: string[], sample: string[][]): string[] {
	if (!sample.some((cells) => cells.length > Math.max(header.length, 2))) return [];
	return [
		'If lines stand above the one that names the columns, leave them out with --skip-lines, e.g. --skip-lines 3.',
	];
}

/** A name that a column has to the letter means that column, not another one that is written alike. */
function isMeant(mapping: ColumnMapping, name: string, header: string[]): boolean {
	return header.includes(mapping.header) ? mapping.header === name : isSame(mapping.header, name);
}

function faultOf(
	{ header, field }: ColumnMapping,
	headers: string[],
	fields: DealField[],
): string[] {
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
	const called = fields.filter(({ names }) => names.some((each) => isSame(each, name)));
	if (called.length > 0) return called;
	return fields.filter(({ formerNames = [] }) => formerNames.some((each) => isSame(each, name)));
}

/** An export of another system has dozens of them. */
function unknownColumns(names: string[], fields: DealField[]): string[] {
	if (names.length <= MOST_IN_LINES) return names.map((name) => unknownColumn(name, fields));
	const near = names.map(
		(name) => `"${name}"${suggestion(name, fields).replace(/^ (.*)\?$/, ' ($1?)')}`,
	);
	return [
		`${names.length} columns are not fields of a deal: ${near.join(', ')}. Say what one is with --map "COLUMN=FIELD", or leave out all that are unknown with --skip-unknown.`,
	];
}

function unknownColumn(name: string, fields: DealField[]): string {
	return `The column "${name}" is not a field of a deal.${suggestion(name, fields)} Say what it is with --map ${shellWord(`${name}=FIELD`)}, leave it out with --map ${shellWord(`${name}=`)}, or leave out every unknown column with --skip-unknown.`;
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
				: `Leave one out with --map ${shellWord(`${header}=`)}, or give them different names.`;
		return [`The columns "${other}" and "${header}" both fill ${field.path}. ${advice}`];
	});
}

function isSame(one: string, other: string): boolean {
	return one === other || (plain(one) !== '' && plain(one) === plain(other));
}
