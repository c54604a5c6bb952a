import { afterAll, expect } from 'vitest';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Statements } from '../../server/src/database/statements';

/** Tables with more rows the longer a workspace is used, and what statements call them. */
const GROWING =
	'deals|contacts|companies|events|deliveries|attempts|submissions|notes|deal_labels|run_changes|deal_history|listed|own|other|employers';

const SCAN = new RegExp(`^SCAN (${GROWING})\\b`);
/** A walk through all of a workspace, or through all that comes behind a place in it. */
const WALK = new RegExp(
	`^SEARCH (${GROWING})\\b.*\\(workspace_id=\\?( AND (id|sequence)<\\?)?\\)$`,
);

/** Statements that end at the first rows they find, or that walk on purpose, in parts. */
const MEANT = [
	/ indexed by /,
	/^select max\(/,
	/^select \(select min\(sequence\) from events where workspace_id = \?\) as first, \(select max\(sequence\) from events where workspace_id = \?\) as last$/,
	// Lists without any filter.
	/^select .* from contacts left join companies on companies.id = contacts.company_id where contacts.workspace_id = \? (and contacts.id < \? )?order by contacts.id desc limit \?$/,
	/^select .* from companies where workspace_id = \? (and id < \? )?order by id desc limit \?$/,
	/^select .* from events where workspace_id = \? (and sequence < \? )?order by sequence desc limit \?$/,
	// A replay, a part at a time.
	/coalesce\(type, ''\) in \(.*order by sequence limit \?$/,
	// What is too old comes first, and these end behind it.
	/^select id from deliveries where status in \('succeeded', 'failed', 'skipped'\) and id < coalesce/,
	/^select id from events where workspace_id = \? and sequence < coalesce/,
	// A part of what a deleted workspace had, and whether there is anything.
	/^delete from \w+ where workspace_id = \? and \([\w, ]+\) in \( select [\w, ]+ from \w+ where workspace_id = \? limit \?\)$/,
	/^select id from (deals|contacts) where workspace_id = \? (order by id )?limit \?$/,
	/^select \(select sequence from events where workspace_id = \? (and sequence > \? )?order by sequence limit \?\) as first, \(select sequence from events where workspace_id = \? order by sequence desc limit \?\) as last$/,
	// The first of each label.
	/^with recursive each \(key, number\) as \( select \(select min\(label_key\)/,
	// The newest deals of a pipeline, of which some have a field.
	/^select count\(\*\) as deals from \(select custom_fields from deals where workspace_id = \? and pipeline_id = \? order by id desc limit \?\) as newest/,
	// Figures of what waits or went wrong, counted in indexes of these alone.
	/^select 'pending' as status, count\(\*\) as count from deliveries where status = 'pending' union all/,
];

/** SQLite plans by a limit: with one as a value it prepares the statement whenever it runs. `atMost` puts it in the text. */
const LIMIT_AS_VALUE = /\blimit \?/;

/** Beside the class itself, for a worker loads it once and runs this for each of its files. */
const inside = Statements.prototype as unknown as Inside;
const found = (inside.found ??= new Set());
/** Texts of this file: it is looked at once how each is carried out, and not for each database. */
const examined = (inside.examined ??= new Set());
const prepare = (inside.original ??= inside.prepare);
if (!prepare) throw new Error('Statements are prepared in another way now: look at them there.');

inside.prepare = function (statement) {
	const made = prepare.call(this, statement);
	if (!examined.has(made.prepared.sourceSQL) && isOfService()) {
		examined.add(made.prepared.sourceSQL);
		examine(this.connection, made.prepared.sourceSQL.replace(/\s+/g, ' ').trim());
	}
	return made;
};

function examine(connection: DatabaseSync, text: string): void {
	if (LIMIT_AS_VALUE.test(text)) found.add(`planned anew each time it runs: ${text}`);
	const shape = text.replace(/\blimit \d+/g, 'limit ?');
	if (MEANT.some((one) => one.test(shape))) return;
	for (const { detail } of connection.prepare(`explain query plan ${text}`).all())
		if (SCAN.test(String(detail)) || WALK.test(String(detail))) found.add(`${detail}: ${text}`);
}

afterAll(() => {
	const statements = [...found];
	found.clear();
	examined.clear();
	expect(statements, 'statements that read all of a table that grows').toEqual([]);
});

/** What every statement passes through. */
const PASSED = /^$|^node:|[\\/](plans\.ts|refusingDatabase\.ts|server[\\/]src[\\/]database[\\/])/;

/** Whoever examines all there is reads all of it, on purpose. */
const EXAMINES_ALL = /[\\/]server[\\/]src[\\/]doctor[\\/]/;

/** Tests may ask whatever they like: who asks must be the service. */
function isOfService(): boolean {
	const asking = callingFiles().find((file) => !PASSED.test(file));
	return asking === undefined || !(/[\\/]test[\\/]/.test(asking) || EXAMINES_ALL.test(asking));
}

/** The files of the functions under way, the innermost first. As text, each would be looked up in its source map. */
function callingFiles(): string[] {
	const { stackTraceLimit, prepareStackTrace } = Error;
	Error.stackTraceLimit = 50;
	Error.prepareStackTrace = (_error, sites) => sites;
	const sites = new Error().stack as unknown as NodeJS.CallSite[];
	Object.assign(Error, { stackTraceLimit, prepareStackTrace });
	return sites.map((site) => site.getFileName() ?? '');
}

type Made = { prepared: StatementSync; values: unknown[] };
type Inside = {
	connection: DatabaseSync;
	found?: Set<string>;
	examined?: Set<string>;
	original?: Inside['prepare'];
	prepare: (this: Inside, statement: unknown) => Made;
};
