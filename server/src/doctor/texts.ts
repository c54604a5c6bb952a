import type { Database, Reader, SearchedTable } from '../database/database';
import {
	contactTexts,
	dealTexts,
	indexMentions,
	indexOf,
	isLate,
	type TextIndex,
} from '../database/textIndex';
import { dialects, oneOf, sql, type Statement } from '../database/sql';
import type { Check, Finding } from './check';

const AT_ONCE = 20_000;

/** So many records of each table are also looked up by their text, spread over all. */
const LOOKED_UP = 1_000;

const RECORDS: Record<SearchedTable, Statement> = { deals: sql`deals`, contacts: sql`contacts` };

/** Every deal and contact is in the index of texts, or waits to be, and nothing else is in it. */
export const texts: Check = {
	name: 'texts',
	promise: 'everything is found by its text',
	advice: 'It is indexed anew by --repair; until then a search does not find it.',
	find: async ({ reader }) => {
		const findings: Finding[] = [];
		let looked = 0;
		for (const index of [dealTexts, contactTexts]) {
			const last = await lastNumber(reader, index);
			looked += last;
			for (let at = 0; at < last; at += AT_ONCE)
				findings.push(...(await missing(reader, index, at)));
			findings.push(...(await leftOver(reader, index)).map(({ sentence }) => sentence));
			const step = Math.max(1, Math.floor(last / LOOKED_UP));
			findings.push(...(await unlike(reader, index, step)).map(({ sentence }) => sentence));
		}
		return { looked, findings };
	},
	repair: async (database) => {
		for (const index of [dealTexts, contactTexts]) await indexAnew(database, index);
		await database.indexTexts();
		return 'What was not found by its text was indexed anew.';
	},
};

async function lastNumber(reader: Reader, { table }: TextIndex): Promise<number> {
	const row = await reader.get<{ last: number | null }>(
		sql`select max(number) as last from ${RECORDS[table]}`,
	);
	return Number(row?.last ?? 0);
}

async function missing(reader: Reader, index: TextIndex, at: number): Promise<Finding[]> {
	const records = RECORDS[index.table];
	const rows = await reader.all<{ id: string; workspace_id: string }>(sql`
		select id, workspace_id from ${records}
		where number > ${at} and number <= ${at + AT_ONCE} and ${isMissing(index)}`);
	return rows.map(({ id, workspace_id }) => ({
		workspace_id,
		sentence: `${id} is not in the index of texts.`,
	}));
}

function isMissing(index: TextIndex): Statement {
	const { table } = index;
	const records = RECORDS[table];
	return sql`not exists (select 1 from ${indexOf[table]} as entries where entries.rowid = ${records}.number)
		and not ${isLate(index)}`;
}

type Entry = { number: number; sentence: Finding };

async function leftOver(reader: Reader, { table }: TextIndex): Promise<Entry[]> {
	const noted = dialects(
		sql`and rowid not in (select number from ${table === 'deals' ? sql`deals_to_index` : sql`contacts_to_index`})`,
		sql``,
	);
	const rows = await reader.all<{ number: number }>(sql`
		select rowid as number from ${indexOf[table]}
		where rowid not in (select number from ${RECORDS[table]}) ${noted}`);
	return rows.map(({ number }) => ({
		number,
		sentence: {
			workspace_id: null,
			sentence: `Number ${number} of ${table} is in the index of texts, but it is gone.`,
		},
	}));
}

type Named = { number: number; id: string; workspace_id: string; name: string | null };

/** Records that the index has under another text than they have. */
async function unlike(reader: Reader, index: TextIndex, step: number): Promise<Entry[]> {
	const { table } = index;
	const found: Entry[] = [];
	for (let after = 0; ; ) {
		const records = await reader.all<Named>(sql`
			select number, id, workspace_id, name from ${RECORDS[table]}
			where number > ${after} and number % ${step} = 0 order by number limit 200`);
		for (const { number, id, workspace_id, name } of records) {
			if (!name?.trim()) continue;
			const row = await reader.get(sql`
				select 1 from ${RECORDS[table]} where number = ${number} and name = ${name} and not ${isLate(index)}
					and ${sql`exists (select 1 from ${indexOf[table]} as entries where entries.rowid = ${number})`}
					and not exists (
						select 1 from ${indexOf[table]} where rowid = ${number} and ${indexMentions(index, workspace_id, name)})`);
			if (row)
				found.push({
					number,
					sentence: {
						workspace_id,
						sentence: `${id} is in the index of texts under another name.`,
					},
				});
		}
		if (records.length < 200) return found;
		after = Number(records.at(-1)?.number);
	}
}

async function indexAnew(database: Database, index: TextIndex): Promise<void> {
	const { table } = index;
	const wrong = [...(await leftOver(database, index)), ...(await unlike(database, index, 1))];
	const numbers = oneOf(wrong.map(({ number }) => String(number)));
	await database.writeService(async (transaction) => {
		await transaction.textsChanged(table, isMissing(index));
		for (const { number } of wrong)
			await transaction.run(sql`delete from ${indexOf[table]} where rowid = ${number}`);
		if (wrong.length > 0)
			await transaction.textsChanged(table, sql`cast(number as text) in ${numbers}`);
	});
}
