import type { Reader } from './database';
import { each, ofSqliteAlone, sql, type Statement, wholeNumber } from './sql';
import { indexMentions, indexOf, lastIndexed, searchedTrigrams, type TextIndex } from './textIndex';

/** So many of the newest entries say how common three letters are. */
const SAMPLED = 500;

/** So many are looked for in these, of a long text: each takes some microseconds. */
const MOST_SAMPLED = 16;

/** Where all that is asked for leaves less than this, another list to walk takes more time than it spares. */
const FEW_ENOUGH = 0.01;

/** What stands in more of the entries than this leaves hardly fewer of them. */
const COMMON = 0.5;

/** The list of what stands in fewer of them takes no time to walk, and the oldest entries may have it oftener. */
const RARE = 0.02;
const MOST_RARE = 5;

/**
 * Returns what is true of the entries of an index that may mention a text, by its rarest letters: SQLite walks the whole list
 * of each three letters that it is asked for. Whoever uses it has to look at the records themselves.
 */
export async function mayBeFound(
	reader: Reader,
	index: TextIndex,
	workspaceId: string,
	q: string,
): Promise<Statement> {
	const all = searchedTrigrams(workspaceId, q).flatMap(sampled);
	const shares = await sharesOf(reader, index, [...new Set(all)]);
	return indexMentions(index, workspaceId, q, (trigrams) => rarest(trigrams, shares));
}

/**
 * Returns the rare ones of some trigrams, and of the others those without which too many entries would be left.
 *
 * @param shares of the entries that have them; what is not known of counts as in all
 */
export function rarest(trigrams: string[], shares: ReadonlyMap<string, number>): string[] {
	const shareOf = (trigram: string) => shares.get(trigram) ?? 1;
	const [first, ...others] = trigrams.toSorted((one, other) => shareOf(one) - shareOf(other));
	if (first === undefined) return [];
	const chosen = [first];
	let left = shareOf(first);
	for (const trigram of others) {
		const isRare = shareOf(trigram) <= RARE && chosen.length < MOST_RARE;
		if (!isRare && (left <= FEW_ENOUGH || shareOf(trigram) > COMMON)) break;
		chosen.push(trigram);
		left *= shareOf(trigram);
	}
	return chosen;
}

/** Those of a long text are taken from all of it. */
function sampled(trigrams: string[]): string[] {
	const step = Math.ceil(trigrams.length / MOST_SAMPLED);
	return trigrams.filter((_, at) => at % step === 0);
}

async function sharesOf(
	reader: Reader,
	{ table }: TextIndex,
	trigrams: string[],
): Promise<Map<string, number>> {
	const index = indexOf[table];
	// PostgreSQL has counted by itself how common they are.
	const rows = await reader.all<{ trigram: string; entries: number }>(
		ofSqliteAlone(sql`
			select trigram.value as trigram, (
				select count(*) from (
					select 1 from ${index} where ${index} match trigram.value
						and rowid > ${lastIndexed[table]} - ${wholeNumber(SAMPLED)}
					order by rowid desc) as newest) as entries
			from ${each(trigrams)} as trigram`),
	);
	return new Map(rows.map(({ trigram, entries }) => [trigram, Number(entries) / SAMPLED]));
}
