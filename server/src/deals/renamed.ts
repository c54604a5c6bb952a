import type { Reader } from '../database/database';
import { atMost, dialects, each, isAmong, nothing, sql, type Statement } from '../database/sql';
import { eitherOf, containing, dealTexts, mentions, writtenText } from '../database/textIndex';
import { isMentioned, searched, wordsBeginningWith } from '../values/searchText';

/** The ids of companies with a new name that not all their deals have shown yet, and of those whose new name mentions a text. */
export type RenamedCompanies = { all: string[]; called: string[] };

/** Returns those of a workspace. The index of texts learns of a new name as deals show it, part by part. */
export async function readRenamed(
	reader: Reader,
	workspaceId: string,
	q: string,
): Promise<RenamedCompanies> {
	const companies = await reader.all<{ id: string; name: string }>(sql`
		select companies.id, companies.name from companies
		where companies.id in (select company_id from former_companies where workspace_id = ${workspaceId})`);
	const parts = searched(q);
	const called = companies.filter(({ name }) => parts.some((part) => isMentioned(part, [name])));
	return { all: companies.map(({ id }) => id), called: called.map(({ id }) => id) };
}

/**
 * Selects the ids of deals of some companies that have not shown what these are called now, newest first.
 *
 * @param below an id, where only deals below it are meant
 */
export function ofRenamed(
	workspaceId: string,
	companies: string[],
	limit: number,
	below?: string,
): Statement {
	const newest = sql`
		select deals.id from deals
		where deals.workspace_id = ${workspaceId} and deals.company_id = company.value and ${IS_STALE}
			${below === undefined ? nothing : sql`and deals.id < ${below}`}
		order by deals.id desc ${atMost(limit)}`;
	const listed = dialects(
		sql`cross join deals as listed on listed.id in (${newest})`,
		sql`cross join lateral (${newest}) as listed`,
	);
	return sql`
		select listed.id from ${each(companies)} as company ${listed} order by listed.id desc ${atMost(limit)}`;
}

const IS_STALE = sql`deals.company_version < (select version from companies where companies.id = deals.company_id)`;

/**
 * Returns what is true of a deal that mentions a text. PostgreSQL looks at the text of its index, which holds the former name
 * of a company until the deal has shown the new one.
 */
export function dealMentions(q: string, { all, called }: RenamedCompanies): Statement {
	const isOfIndex = mentions(dealTexts, q);
	if (all.length === 0) return isOfIndex;
	return dialects(
		isOfIndex,
		sql`case when ${isAmong(sql`deals.company_id`, all)} and ${IS_STALE}
			then (${isAmong(sql`deals.company_id`, called)} or ${restMentions(q)})
			else ${isOfIndex} end`,
	);
}

/** The company stands last of what a deal is searched by, before the beginnings of words, of which nobody knows whose they are. */
const COMPANY = '\\n[^\\n]*\\n[^\\n]*$';

/** Returns what is true of a deal that mentions a text also without its company. */
function restMentions(q: string): Statement {
	const rest = sql`regexp_replace(${writtenText('deals')}, ${COMPANY}, '')`;
	const parts = searched(q).map((part) => {
		const words = wordsBeginningWith(part);
		return words === undefined ? sql`${rest} like ${containing(part)}` : sql`${rest} ~ ${words}`;
	});
	return eitherOf(parts);
}
