import { searchText } from '../../values/searchText';
import type { AddedText, Reader, SearchedTable } from '../database';
import { isAmong, rowsOf, sql, type Statement } from '../sql';
import { contactTexts, dealTexts, indexOf, notedOf, tableOf } from '../textIndex';

/** So many new records are written to the index together, while the change that adds them goes on. */
const MOST_NEW = 64;

type Changed = {
	/** What new records are found by, by their ids. */
	added: Map<string, string>;
	ids: Set<string>;
	which: Statement[];
};

/**
 * What a transaction has yet to write of the texts that records are found by. New records come with theirs, which wait to be
 * indexed (`LateTexts`); what others are found by is read when all else is written, and indexed at once.
 */
export class ChangedTexts {
	private readonly tables = { deals: noneChanged(), contacts: noneChanged() };

	/** Returns whether there are enough new ones to be written together. */
	add(table: SearchedTable, { id, workspaceId, texts }: AddedText): boolean {
		const { added } = this.tables[table];
		added.set(id, searchText(workspaceId, texts));
		return added.size >= MOST_NEW;
	}

	change(table: SearchedTable, id: string): void {
		const { added, ids } = this.tables[table];
		added.delete(id);
		ids.add(id);
	}

	changeAll(table: SearchedTable, which: Statement): void {
		this.tables[table].which.push(which);
	}

	/** Returns what writes the texts of new records; to be sent behind what adds these. */
	takeAdded(table: SearchedTable): Statement | undefined {
		const { added } = this.tables[table];
		if (added.size === 0) return undefined;
		const found = rowsOf({ id: 'text', text: 'text' }, [...added]);
		added.clear();
		// One at a time, so that it is by the index of ids, whatever is known of how many there are. One whose part of the
		// change was undone is not there.
		return sql`
			insert into ${notedOf[table]} (number, text)
			select number, text from
				(select (select number from ${tableOf[table]} where id = found.id) as number, found.text from ${found} as found) as added
			where number is not null`;
	}

	/**
	 * Returns what writes the texts of records that were there, as they are by now. First, what waits to be indexed of them is
	 * taken away: where that is being indexed just now, the second statement comes behind it.
	 */
	async readChanged(reader: Reader, table: SearchedTable): Promise<Statement[]> {
		const { ids, which } = this.tables[table];
		if (ids.size === 0 && which.length === 0) return [];
		const { texts } = table === 'deals' ? dealTexts : contactTexts;
		const isMeant = which.reduce(
			(before, part) => sql`${before} or ${part}`,
			isAmong(sql`id`, [...ids]),
		);
		const rows = await reader.all<{ number: number; workspace_id: string; texts: string }>(sql`
			select number, workspace_id, json_build_array(${texts})::text as texts from ${tableOf[table]} where ${isMeant}`);
		if (rows.length === 0) return [];
		const found = rows.map(({ number, workspace_id, texts: parts }) => [
			number,
			searchText(workspace_id, JSON.parse(parts)),
		]);
		const numbers = rows.map(({ number }) => [number]);
		return [
			sql`delete from ${notedOf[table]} where number = any (array(select number from ${rowsOf({ number: 'integer' }, numbers)} as found))`,
			sql`
				insert into ${indexOf[table]} (rowid, text)
				select number, text from ${rowsOf({ number: 'integer', text: 'text' }, found)} as found
				on conflict (rowid) do update set text = excluded.text`,
		];
	}
}

function noneChanged(): Changed {
	return { added: new Map(), ids: new Set(), which: [] };
}
