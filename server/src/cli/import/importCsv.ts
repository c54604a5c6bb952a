import type { DealInput } from '../../../../contract/types';
import { Failure } from '../failure';
import { userPath } from '../files';
import { batches } from './batches';
import type { Notation } from './convert';
import { type Csv, openCsv } from './csv';
import { dealOf, type Defaults } from './deal';
import { delimiterName } from './delimiter';
import { builtInFields, customFields } from './fields';
import { type Mapping, mapColumns } from './mapping';
import { checkNeeds } from './needs';
import { placeNamed } from './place';
import { rejectedFile } from './rejected';
import { sendAll } from './sendAll';
import { customFieldsOf, type Service, serviceAt } from './service';
import { type Source, sourceNamed } from './source';
import { type Summary, summaryLine } from './summary';
import type { Wish } from './wish';

/** What an import is told. */
export type ImportOptions = Pick<DealInput, 'match_on' | 'mode'> & {
	url: string;
	key: string;
	wishes: Wish[];
	skipUnknown: boolean;
	pipeline: string | undefined;
	stage: string | undefined;
	decimal: Notation['decimal'] | undefined;
	dates: Notation['dates'];
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
	const summary = await importFrom(source, options);
	console.log(summaryLine(source, summary, options));
	return summary.rejected > 0;
}

async function importFrom(source: Source, options: ImportOptions): Promise<Summary> {
	const bytes = source.open();
	try {
		const csv = await openCsv(bytes, source.name, options.encoding);
		const service = serviceAt(options.url, options.key);
		const { mappings, defaults } = await plan(service, csv.header, options);
		const decimal = options.decimal ?? (csv.delimiter === ';' ? 'comma' : 'point');
		announce(source, csv, mappings, decimal);
		const total = source.isFile ? await countRows(source, options) : undefined;
		const notation = { decimal, dates: options.dates };
		const rejected = rejectedFile(userPath(source.rejectedName), csv);
		try {
			return await sendAll(
				batches(
					csv.rows,
					({ values }) => dealOf(values, mappings, defaults, notation),
					options.batchSize,
				),
				{ source, service, total, rejected, isDryRun: options.isDryRun },
			);
		} finally {
			rejected.close();
		}
	} finally {
		bytes.destroy();
	}
}

async function plan(
	service: Service,
	header: string[],
	options: ImportOptions,
): Promise<{ mappings: Mapping[]; defaults: Defaults }> {
	const place = await placeNamed(service, options.pipeline, options.stage);
	const custom = customFields(await customFieldsOf(service, place.pipeline_id));
	const fields = [...builtInFields(), ...custom.fields];
	const mappings = mapColumns(header, fields, options.wishes, options);
	const mixed = mappings.find(({ field }) => custom.mixedPaths.includes(field.path));
	if (mixed) {
		throw new Failure(
			`The column "${mixed.header}" fills a custom field that has different types in different pipelines. Say which pipeline with --pipeline, and import a file for each.`,
		);
	}
	checkNeeds(mappings, options);
	const { match_on, mode } = options;
	return { mappings, defaults: { ...place, ...(match_on && { match_on }), ...(mode && { mode }) } };
}

/** Reads the whole file once, so that one that is broken anywhere is refused before anything is sent. */
async function countRows(source: Source, { encoding }: ImportOptions): Promise<number> {
	if (source.isLarge) console.error('Checking the whole file before its first row is sent ...');
	const { rows } = await openCsv(source.open(), source.name, encoding);
	let total = 0;
	while (!(await rows.next()).done) total += 1;
	return total;
}

function announce(
	{ name }: Source,
	{ header, delimiter }: Csv,
	mappings: Mapping[],
	decimal: Notation['decimal'],
): void {
	console.error(
		`Reading ${name}: values separated by ${delimiterName(delimiter)}, a ${decimal} before decimals (--decimal changes it).`,
	);
	header.forEach((title, index) => {
		const paths = mappings.filter(({ column }) => column === index).map(({ field }) => field.path);
		console.error(`  ${title || `column ${index + 1}`} -> ${paths.join(', ') || 'left out'}`);
	});
}
