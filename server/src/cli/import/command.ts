import { Command, InvalidArgumentError, Option } from 'commander';
import { isZone } from '../../../../contract/reading';
import { properties } from '../../../../contract/schemas/deal-input.schema.json';
import { WrongUsage } from '../failure';
import type { ImportOptions } from './importCsv';
import { parseColumnMapping, type ColumnMapping } from './columnMapping';

type Given = {
	url: string;
	key?: string;
	map: ColumnMapping[];
	skipUnknown?: true;
	pipeline?: string;
	stage?: string;
	matchOn?: ImportOptions['match_on'];
	mode?: ImportOptions['mode'];
	decimal?: ImportOptions['decimal'];
	dates?: ImportOptions['dates'];
	zone?: string;
	skipLines?: number;
	encoding?: string;
	batch: number;
	dryRun?: true;
};

const { match_on, mode } = properties;

/** `fluid import`. */
export function newImport(): Command {
	return new Command('import')
		.description('send the rows of a CSV file to a running service as deals')
		.argument('<file>', 'the CSV file, or - for stdin; a line of it names the columns')
		.addOption(
			new Option('--url <url>', 'address of the service')
				.env('FLUID_URL')
				.default('http://localhost:3000')
				.argParser(address),
		)
		.addOption(new Option('--key <key>', 'API key of the workspace').env('FLUID_API_KEY'))
		.addOption(
			new Option('--map <column=field>', 'what a column is; repeatable')
				.argParser((text, before: ColumnMapping[]) => [...before, parseColumnMapping(text)])
				.default([], 'by the names of the columns'),
		)
		.option('--skip-unknown', 'leave out columns that are no field, instead of refusing the file')
		.option('--pipeline <name>', 'pipeline of rows that name none')
		.option('--stage <name>', 'stage of rows that name none')
		.addOption(
			new Option('--match-on <field>', 'how to find a deal to update').choices(match_on.enum),
		)
		.addOption(
			new Option(
				'--mode <mode>',
				'whether to create or update, only create, or only update',
			).choices(mode.enum),
		)
		.addOption(
			new Option('--decimal <sign>', 'decimal separator')
				.choices(['point', 'comma'])
				.default(undefined, 'comma in a file separated by semicolons'),
		)
		.addOption(
			new Option('--dates <order>', 'what comes first in a date such as 03/04/2026').choices([
				'day-first',
				'month-first',
			]),
		)
		.addOption(
			new Option(
				'--zone <name>',
				'time zone of times that name none, e.g. Europe/Berlin',
			).argParser(zone),
		)
		.addOption(
			new Option('--skip-lines <lines>', 'lines above the header line')
				.default(undefined, 'detected')
				.argParser(lineCount),
		)
		.addOption(
			new Option('--encoding <name>', 'how the text is encoded, e.g. windows-1252')
				.default(undefined, 'UTF-8')
				.argParser(encoding),
		)
		.addOption(
			new Option('--batch <rows>', 'rows sent together, 1 to 1000')
				.default(500)
				.argParser(batchSize),
		)
		.option('--dry-run', 'check every row against the service and save nothing')
		.action(run)
		.addHelpText('after', MORE_HELP);
}

const MORE_HELP = `
Columns are recognized by name, however it is written: the keys and labels of Fluid's fields, e.g. "name", "Deal Name",
"Value", "Stage", "Email", "First Name", "Company", "Company Domain", "Labels", "Note", your custom fields by key or
label, and the names that HubSpot, Pipedrive, Salesforce, Close, Apollo, LinkedIn, Google and Outlook give them. Fields of
contact, company and reminder are written contact.email, company.name, reminder.in_days.
An empty cell leaves its field as it is.

Values are read as people write them: $4,800 or 4.800,50; yes/no; 2026-12-01, 1.12.2026 or 1 Dec 2026; several labels or
options separated by ; or , in one cell. What can mean two things is rejected: docs/values.md has the rule.

Rejected rows go to FILE.rejected.csv with the reason in the last column: correct them there and import that file; after a
dry run correct them in FILE itself, whose other rows are still to be imported. The exit code is then 1. An import that was
interrupted can be run again within a day, with the same options: no row is imported twice.

Examples:
  npm run -s fluid -- import leads.csv --dry-run
  npm run -s fluid -- import leads.csv --match-on email --pipeline Sales --stage "New lead"
  npm run -s fluid -- import leads.csv --map "Firm=company.name" --map "Firm=name" --map "Internal notes="
  cat leads.csv | npm run -s fluid -- import - --url https://crm.example.com`;

async function run(file: string, given: Given): Promise<void> {
	if (!given.key) {
		throw new WrongUsage(
			'An import needs an API key: set FLUID_API_KEY, or give --key. Create one with: fluid keys create --name Import',
		);
	}
	// Loaded only here: the other commands start faster without the HTTP client.
	const { runImport } = await import('./importCsv.js');
	const hasRejections = await runImport(file, {
		url: given.url,
		key: given.key,
		columnMappings: given.map,
		skipUnknown: given.skipUnknown === true,
		pipeline: given.pipeline,
		stage: given.stage,
		match_on: given.matchOn,
		mode: given.mode,
		decimal: given.decimal,
		dates: given.dates,
		zone: given.zone,
		skipLines: given.skipLines,
		encoding: given.encoding,
		batchSize: given.batch,
		isDryRun: given.dryRun === true,
	});
	if (hasRejections) process.exitCode = 1;
}

function address(url: string): string {
	if (/^https?:\/\//.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
	throw new InvalidArgumentError('It must be an address such as https://crm.example.com.');
}

function batchSize(text: string): number {
	const rows = Number(text);
	if (Number.isInteger(rows) && rows >= 1 && rows <= 1000) return rows;
	throw new InvalidArgumentError('It must be a whole number from 1 to 1000.');
}

function lineCount(text: string): number {
	if (/^\d{1,4}$/.test(text)) return Number(text);
	throw new InvalidArgumentError('It must be a number of lines such as 3.');
}

function zone(name: string): string {
	if (isZone(name)) return name;
	throw new InvalidArgumentError('It must be the name of a time zone such as Europe/Berlin.');
}

function encoding(name: string): string {
	try {
		return new TextDecoder(name).encoding;
	} catch {
		throw new InvalidArgumentError('It must be an encoding such as utf-8 or windows-1252.');
	}
}
