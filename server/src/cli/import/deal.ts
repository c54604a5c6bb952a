import { isFault } from '../../../../contract/reading';
import type { DealInput, InputError } from '../../../../contract/types';
import { convert, type FileNotation } from './convert';
import { unguarded } from './guard';
import type { Mapping } from './mapping';
import type { CsvRow } from './csvFile';

/** What every deal of an import gets from the command's options. */
export type Defaults = Pick<
	DealInput,
	'match_on' | 'mode' | 'pipeline' | 'pipeline_id' | 'stage' | 'stage_id'
>;

/** The deal a row means, or why it means none; a fault of a cell names its column. */
export type RowDeal = { deal: DealInput } | { faults: InputError[] };

/** No field takes as many characters. */
const MOST_CHARACTERS = 100_000;

const FOOTER =
	'This looks like the end of a report and not like a deal: few of its columns have a value. If it is a deal, import it from this file of rejected rows.';

/** Returns the deal a row means; an empty cell says nothing about its field. */
export function dealOf(
	{ values, isFooter, surplus }: Pick<CsvRow, 'values' | 'isFooter' | 'surplus'>,
	mappings: Mapping[],
	defaults: Defaults,
	notation: FileNotation,
): RowDeal {
	if (isFooter) return { faults: [{ pointer: '', detail: FOOTER }] };
	if (surplus) return { faults: [{ pointer: '', detail: surplus.fault }] };
	const deal: Record<string, unknown> = {};
	const faults: InputError[] = [];
	for (const { column, header, field, between } of mappings) {
		const text = textOf(values[column] ?? '', field.path, between);
		if (text === '' || has(deal, field.path)) continue;
		const pointer = `/${field.path.replaceAll('.', '/')}`;
		if (text.length > MOST_CHARACTERS) {
			const length = text.length.toLocaleString('en-US');
			const detail = `${header}: the cell is too long, with ${length} characters. Shorten it.`;
			faults.push({ pointer, detail });
			continue;
		}
		const person = field.path === 'contact.name' ? personIn(text) : undefined;
		if (person && !has(deal, 'contact.email')) put(deal, 'contact.email', person.email);
		const converted = convert(person?.name ?? text, field, notation);
		if (isFault(converted)) faults.push({ pointer, detail: `${header}: ${converted.fault}` });
		else put(deal, field.path, converted.value);
	}
	if (faults.length > 0) return { faults };
	if (typeof deal.stage === 'string') deal.stage = stageOf(deal.stage, deal.pipeline);
	return { deal: { ...missing(defaults, deal), ...named(deal, mappings) } as DealInput };
}

/** What tools write so that a spreadsheet keeps a text as it is: ="00123". */
const TEXT_FORMULA = /^="([^"]*)"$/;

function textOf(cell: string, path: string, between: string | undefined): string {
	const [first = ''] = between === undefined ? [cell] : cell.split(between);
	const text = first.trim().replace(TEXT_FORMULA, '$1').trim();
	// Apollo keeps phone numbers from being run as formulas, as the file of rejected rows does.
	return path === 'contact.phone' ? unguarded(text) : text;
}

/** Returns the person of "Ada Lovelace (ada@example.com)", the first of several; undefined for any other text. */
function personIn(text: string): { name: string; email: string } | undefined {
	const [first = ''] = text.split(';');
	const [, name, email] = /^([^()]+?)\s*\(([^()\s]+@[^()\s]+)\)$/.exec(first.trim()) ?? [];
	return name === undefined || email === undefined ? undefined : { name, email };
}

/** HubSpot says the pipeline with the stage, e.g. "Contacted (Sales)". */
function stageOf(stage: string, pipeline: unknown): string {
	if (typeof pipeline !== 'string') return stage;
	const end = ` (${pipeline})`.toLowerCase();
	return stage.toLowerCase().endsWith(end) ? stage.slice(0, -end.length) : stage;
}

function put(deal: Record<string, unknown>, path: string, value: unknown): void {
	const [part = '', key] = path.split('.');
	if (key === undefined) deal[part] = value;
	else deal[part] = { ...(deal[part] as object | undefined), [key]: value };
}

function has(deal: Record<string, unknown>, path: string): boolean {
	return at(deal, path) !== undefined;
}

function at(deal: Record<string, unknown>, path: string): unknown {
	const [part = '', key] = path.split('.');
	if (key === undefined) return deal[part];
	return (deal[part] as Record<string, unknown> | undefined)?.[key];
}

/** Where no column names the deals, a new one is named after the company, else the person, as lead forms do. */
function named(deal: Record<string, unknown>, mappings: Mapping[]): Record<string, unknown> {
	if (mappings.some(({ field }) => field.path === 'name')) return deal;
	const person = [at(deal, 'contact.first_name'), at(deal, 'contact.last_name')]
		.filter((name) => name !== undefined)
		.join(' ');
	const name = [
		at(deal, 'company.name'),
		at(deal, 'contact.name'),
		person,
		at(deal, 'company.domain'),
		at(deal, 'contact.email'),
	].find((each) => typeof each === 'string' && each !== '') as string | undefined;
	return name === undefined ? deal : { ...deal, on_create: { name: name.slice(0, 200) } };
}

/** A row that names its own pipeline or stage, by name or id, keeps it. */
function missing(defaults: Defaults, deal: Record<string, unknown>): Defaults {
	const rest = { ...defaults };
	if ('pipeline' in deal || 'pipeline_id' in deal) {
		delete rest.pipeline;
		delete rest.pipeline_id;
	}
	if ('stage' in deal || 'stage_id' in deal) {
		delete rest.stage;
		delete rest.stage_id;
	}
	return rest;
}
