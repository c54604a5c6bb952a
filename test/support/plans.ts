import { afterAll, expect } from 'vitest';
import type { DatabaseSync } from 'node:sqlite';
import { Statements } from '../../server/src/database/statements';

/** Tables with more rows the longer a workspace is used, and what statements call them. */
const GROWING =
	'deals|contacts|companies|events|deliveries|attempts|submissions|notes|deal_labels|listed|own|other|employers';

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
	/^select .* from events where workspace_id = \? (and sequence < \? )?order by sequence desc limit \?$/,
	// A replay, a part at a time.
	/coalesce\(type, ''\) in \(.*order by sequence limit \?$/,
	// What is too old comes first, and these end behind it.
	/^select id from deliveries where status in \('succeeded', 'failed'\) and id < coalesce/,
	/^delete from events where workspace_id = \? and sequence in \( select sequence from events where workspace_id = \? and sequence < coalesce/,
	// Figures of what waits or went wrong, counted in indexes of these alone.
	/^select 'pending' as status, count\(\*\) as count from deliveries where status = 'pending' union all/,
];

/** Beside the class itself, for a worker loads it once and runs this for each of its files. */
const inside = Statements.prototype as unknown as Inside;
const found = (inside.found ??= new Set());
const byItsText = (inside.original ??= inside.byItsText);

inside.byItsText = function (statement) {
	const prepared = byItsText.call(this, statement);
	const text = prepared.sourceSQL.replace(/\s+/g, ' ').trim();
	if (isOfService() && !MEANT.some((one) => one.test(text)))
		for (const { detail } of this.connection.prepare(`explain query plan ${text}`).all())
			if (SCAN.test(String(detail)) || WALK.test(String(detail))) found.add(`${detail}: ${text}`);
	return prepared;
};

afterAll(() => {
	const statements = [...found];
	found.clear();
	expect(statements, 'statements that read all of a table that grows').toEqual([]);
});

/** What every statement passes through. */
const PASSED = /[\\/](plans\.ts|refusingDatabase\.ts|server[\\/]src[\\/]database[\\/])/;

/** Tests may ask whatever they like: who asks must be the service. */
function isOfService(): boolean {
	const { stackTraceLimit } = Error;
	Error.stackTraceLimit = 50;
	const frames = (new Error().stack ?? '').split('\n').slice(1);
	Error.stackTraceLimit = stackTraceLimit;
	const asking = frames.find((frame) => !PASSED.test(frame));
	return asking === undefined || !/[\\/]test[\\/]/.test(asking);
}

type Prepared = { sourceSQL: string };
type Inside = {
	connection: DatabaseSync;
	found?: Set<string>;
	original?: Inside['byItsText'];
	byItsText: (this: Inside, statement: unknown) => Prepared;
};
