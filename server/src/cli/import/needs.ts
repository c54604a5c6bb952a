import type { DealInput } from '../../../../contract/types';
import { Failure } from '../failure';
import type { Mapping } from './mapping';

type MatchOn = NonNullable<DealInput['match_on']>;

/** What must be filled to match on each. */
const MATCH_PATHS: Partial<Record<MatchOn, string>> = {
	id: 'id',
	external_id: 'external_id',
	email: 'contact.email',
};

/** What a deal can be named after. */
const NAMING_PATHS = ['company.name', 'contact.name', 'contact.first_name', 'contact.last_name'];

/**
 * Refuses an import of which every row would be refused, before the first is sent.
 *
 * @throws Failure naming the column that is missing
 */
export function checkNeeds(
	mappings: Mapping[],
	{ match_on, mode }: Pick<DealInput, 'match_on' | 'mode'>,
): void {
	const isFilled = (path: string) => mappings.some(({ field }) => field.path === path);
	const path = match_on && MATCH_PATHS[match_on];
	if (path !== undefined && !isFilled(path)) {
		throw new Failure(
			`To match on ${match_on}, a column must fill ${path}, and none does. Say which with --map "COLUMN=${path}".`,
		);
	}
	const mayFindDeals =
		match_on === undefined ? isFilled('id') || isFilled('external_id') : match_on !== 'none';
	// A new deal is named after its company or person where no column names it.
	const isNamed = ['name', ...NAMING_PATHS].some(isFilled);
	if (isNamed || (mayFindDeals && mode !== 'create')) return;
	throw new Failure(
		'No column gives the new deals a name. Say which with --map "COLUMN=name"; a column may fill several fields, e.g. --map "Company=name" --map "Company=company.name".',
	);
}
