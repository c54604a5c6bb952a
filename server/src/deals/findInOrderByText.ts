import type { Reader } from '../database/database';
import { atMost, sql, type Statement, wholeNumber } from '../database/sql';
import { recordOf } from '../database/textIndex';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { among, type DealsOf, firstPlacesOf } from './among';
import { findBesideIndex } from './findBesideIndex';
import type { Narrowing, SearchedText } from './narrowing';
import { firstPlaces } from './orders';
import type { DealPlace, DealSearch } from './search';

/** So many deals, one of which in a hundred mentions a text, are found by it and read in a few milliseconds. */
const AT_ONCE = 2_000;

/** So many before others are tried in their order. */
const SOME = 20_000;

/** So many more texts are read than are wanted: hardly any that holds the rarest letters of a text does not mention it. */
const TO_SPARE = 100;

/**
 * Returns the ids, in their order, of the deals that mention a text and that all filters leave; undefined where more may
 * mention it than it takes some milliseconds to look at. PostgreSQL reads their texts to know that, so that nothing is spared.
 */
export async function findSomeInOrder(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	text: SearchedText,
	all: Narrowing[],
): Promise<string[] | undefined> {
	if (reader.isRemote) return undefined;
	const parts = await candidatesOf(reader, workspaceId, text, SOME);
	return parts && findAmongCandidates(reader, workspaceId, search, text, all, parts);
}

/** Returns the same, however many may mention it. */
export async function findAllInOrder(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	text: SearchedText,
	all: Narrowing[],
): Promise<string[]> {
	const parts = await candidatesOf(reader, workspaceId, text);
	return findAmongCandidates(reader, workspaceId, search, text, all, parts ?? []);
}

/** Returns the deals whose texts may mention another one, in parts; undefined where there are more than `most`. */
async function candidatesOf(
	reader: Reader,
	workspaceId: string,
	{ isCandidate }: SearchedText,
	most = Infinity,
): Promise<DealsOf[] | undefined> {
	const dealsOf =
		(isInPart: Statement): DealsOf =>
		(isMeant) => {
			const isOwn = sql`and deals.workspace_id = ${workspaceId} ${isMeant}`;
			return sql`deal_index ${recordOf('deals', sql`deal_index.rowid`, isOwn)} where ${isInPart}`;
		};
	if (reader.isRemote) return [dealsOf(isCandidate)];
	const yieldIfDue = yieldingRegularly();
	const parts: DealsOf[] = [];
	for (let above = 0; parts.length * AT_ONCE <= most; await yieldIfDue()) {
		const isAbove = sql`${isCandidate} and deal_index.rowid > ${wholeNumber(above)}`;
		const last = await reader.get<{ number: number | null }>(sql`
			select max(number) as number from (
				select rowid as number from deal_index where ${isAbove} order by rowid ${atMost(AT_ONCE)}) as part`);
		const upTo = Number(last?.number ?? 0);
		if (upTo === 0) return parts;
		parts.push(dealsOf(sql`${isAbove} and deal_index.rowid <= ${wholeNumber(upTo)}`));
		above = upTo;
	}
	return undefined;
}

async function findAmongCandidates(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	text: SearchedText,
	all: Narrowing[],
	parts: DealsOf[],
): Promise<string[]> {
	const { sort = 'newest', limit } = search;
	const found = reader.isRemote
		? await firstPlacesOf(reader, parts, all, search)
		: await firstThatMention(reader, search, all, parts);
	const places = [...(await findBesideIndex(reader, workspaceId, search, text, all)), ...found];
	// What is late may stand in the index as well.
	const each = new Map(places.map((place) => [place.id, place]));
	return firstPlaces([...each.values()], sort, limit).map(({ id }) => id);
}

/**
 * A look at a text takes five times as long as one at the rest of a deal, so it comes last, and at the texts of the first in
 * the order only; of more the next time, where these were not enough.
 */
async function firstThatMention(
	reader: Reader,
	search: DealSearch,
	all: Narrowing[],
	parts: DealsOf[],
): Promise<DealPlace[]> {
	const [texts, others] = [all.filter(({ text }) => text), all.filter(({ text }) => !text)];
	const found: DealPlace[] = [];
	let { after } = search;
	for (let limit = search.limit + TO_SPARE; ; limit *= 4) {
		const next = { ...search, after, limit };
		const places = await firstPlacesOf(reader, parts, others, next);
		const ids = places.map(({ id }) => id);
		found.push(...(await among(reader, ids, texts, search)));
		if (found.length >= search.limit || places.length < limit) return found;
		after = places.at(-1);
	}
}
