import type { Notation } from '../../../../contract/reading';
import type { DealInput } from '../../../../contract/types';
import { Failure } from '../failure';
import { userPath } from '../files';
import { shellWord } from '../shellWord';
import { batches } from './batches';
import type { FileNotation } from './convert';
import { type Expected, openCsv } from './csv';
import { dealOf, type Defaults } from './deal';
import { delimiterName } from './delimiter';
import { builtInFields, customFieldColumns, type DealField } from './fields';
import { type Columns, isKnownColumn, type Mapping, mapColumns } from './mapping';
import { checkNeeds } from './needs';
import { placeNamed } from './place';
import { rejectedFile } from './rejected';
import { sendAll } from './sendAll';
import { fetchCustomFields, type ImportService, serviceAt } from './service';
import { type Source, sourceNamed } from './source';
import { newImportRun } from './newRun';
import { type Summary, summaryLine, undoLine, warningLines } from './summary';
import type { ColumnMapping } from './columnMapping';
import type { CsvRow, Csv } from './csvFile';

/** The options of an import. */
export type ImportOptions = Pick<DealInput, 'match_on' | 'mode'> & {
	url: string;
	key: string;
	columnMappings: ColumnMapping[];
	skipUnknown: boolean;
	pipeline: string | undefined;
	stage: string | undefined;
	decimal: Notation['decimal'];
	dates: Notation['dates'];
	zone: Notation['zone'];
	skipLines: number | undefined;
	encoding: string | undefined;
	batchSize: number;
	isDryRun: boolean;
};

/**
 * Streams a CSV file into a running service and prints what became of it. What can be found wrong with the whole is
 * found before a row is sent.
 *
 * @returns whether any row was rejected
 * @throws Failure saying what to do; when rows had arrived, also that a second run does not double them
 */
export async function runImport(file: string, options: ImportOptions): Promise<boolean> {
	const source = sourceNamed(file);
	const run = newImportRun(new Date());
	const summary = await importFrom(source, options, run);
	for (const line of warningLines(summary)) console.error(line);
	console.log(summaryLine(source, summary, options));
	if (!options.isDryRun && summary.created + summary.updated > summary.replayed)
		console.error(undoLine(run));
	return summary.rejected > 0;
}

async function importFrom(source: Source, options: ImportOptions, run: string): Promise<Summary> {
	const service = serviceAt(options.url, options.key);
	const knowledge = await fetchKnowledge(service, options);
	const bytes = source.open();
	try {
		const expected: Expected = {
			encoding: options.encoding,
			skipLines: options.skipLines,
			isKnown: (name) => isKnownColumn(name, knowledge.fields, options.columnMappings),
		};
		const csv = await openCsv(bytes, source.name, expected);
		const { mappings, foreignIds } = plan(csv, knowledge, options);
		const notation = notationOf(csv, options);
		announce(source, csv, mappings, foreignIds, notation);
		const total = source.isFile ? await countRows(source, expected) : undefined;
		const rejected = rejectedFile(userPath(source.rejectedName), csv);
		try {
			return await sendAll(
				batches(
					csv.rows,
					(row) => dealOf(row, mappings, knowledge.defaults, notation),
					options.batchSize,
				),
				{ source, service, total, rejected, isDryRun: options.isDryRun, mappings, run },
			);
		} finally {
			rejected.close();
		}
	} finally {
		bytes.destroy();
	}
}

/** What the service says of the fields and places of its deals. */
type Knowledge = { fields: DealField[]; mixedPaths: string[]; defaults: Defaults };

async function fetchKnowledge(service: ImportService, options: ImportOptions): Promise<Knowledge> {
	const place = await placeNamed(service, options.pipeline, options.stage);
	const custom = customFieldColumns(await fetchCustomFields(service, place.pipeline_id));
	const { match_on, mode } = options;
	return {
		fields: [...builtInFields(), ...custom.fields],
		mixedPaths: custom.mixedPaths,
		defaults: { ...place, ...(match_on && { match_on }), ...(mode && { mode }) },
	};
}

function plan(csv: Csv, { fields, mixedPaths }: Knowledge, options: ImportOptions): Columns {
	const columns = mapColumns(csv, fields, options.columnMappings, options);
	const mixed = columns.mappings.find(({ field }) => mixedPaths.includes(field.path));
	if (mixed) {
		throw new Failure(
			`The column "${mixed.header}" fills a custom field that has different types in different pipelines. Say which pipeline with --pipeline, and import a file for each.`,
		);
	}
	checkNeeds(columns.mappings, options);
	return columns;
}

/** A file separated by semicolons comes from where a comma stands before decimals. */
function notationOf({ delimiter }: Csv, { decimal, dates, zone }: ImportOptions): FileNotation {
	if (decimal !== undefined || delimiter !== ';') return { decimal, dates, zone };
	return { decimal: 'comma', isDecimalAssumed: true, dates, zone };
}

/** Reads the whole file once, so that one that is broken anywhere, or in every line, is refused before anything is sent. */
async function countRows(source: Source, expected: Expected): Promise<number> {
	if (source.isLarge) console.error('Checking the whole file before its first row is sent ...');
	const { rows } = await openCsv(source.open(), source.name, expected);
	let total = 0;
	let faulty = 0;
	let first: CsvRow | undefined;
	for await (const row of rows) {
		total += 1;
		if (row.surplus) faulty += 1;
		first ??= row;
	}
	if (first?.surplus && faulty === total) {
		throw new Failure(`Line ${first.line} of ${source.name}: ${first.surplus.fault}`);
	}
	return total;
}

function announce(
	{ name }: Source,
	{ header, headerLine, delimiter }: Csv,
	mappings: Mapping[],
	foreignIds: string[],
	{ decimal }: FileNotation,
): void {
	const sign =
		decimal === undefined ? 'numbers as each is written' : `a ${decimal} before decimals`;
	console.error(
		`Reading ${name}: values separated by ${delimiterName(delimiter)}, ${sign} (--decimal changes it).`,
	);
	if (headerLine > 1)
		console.error(`Line ${headerLine} names the columns; what is above is left out.`);
	const fills = (index: number) =>
		mappings
			.filter(({ column }) => column === index)
			.map((mapping) => {
				const { path } = mapping.field;
				const first = mappings.find(({ field }) => field.path === path) as Mapping;
				const several = mapping.between === undefined ? '' : ', the first where there are several';
				return first === mapping
					? `${path}${several}`
					: `${path} where "${first.header}" is empty${several}`;
			});
	header.forEach((title, index) => {
		console.error(
			`  ${title || `column ${index + 1}`} -> ${fills(index).join(', ') || 'left out'}`,
		);
	});
	for (const title of foreignIds) {
		console.error(
			`"${title}" has another system's IDs. With --map ${shellWord(`${title}=external_id`)} they become the external IDs, and a later import updates the same deals.`,
		);
	}
	if (!mappings.some(({ field }) => field.path === 'name')) {
		console.error(
			'No column names the deals: a new one is named after its company, else its person.',
		);
	}
}
