import type { Reader } from '../database';
import { sql } from '../sql';

/**
 * Returns why a database that was moved is not the same any more as the one that it was moved to, and what to do: going
 * back to the file and working with it is as possible as working with the new one.
 */
export async function whyDifferent(here: Reader, there: Reader): Promise<string> {
	const isHereUsed = await hasEventsOfItsOwn(here, there);
	const isThereUsed = await hasEventsOfItsOwn(there, here);
	const { what, advice } = isHereUsed ? (isThereUsed ? BOTH : HERE) : isThereUsed ? THERE : NEITHER;
	return `This database was moved to there already, and ${what}. Nothing was changed. ${advice}`;
}

/** What a service has worked with since has newer events than the other one; by their ids, as clocks may differ. */
async function hasEventsOfItsOwn(reader: Reader, other: Reader): Promise<boolean> {
	const newest = await reader.get<{ id: string }>(
		sql`select id from events order by timestamp desc, id desc limit 1`,
	);
	if (!newest) return false;
	return (await other.get(sql`select id from events where id = ${newest.id}`)) === undefined;
}

const GO_ON_THERE = 'start the service with DATABASE_URL set to the new one';
const MOVE_ANEW = 'choose another database that is empty';

const HERE = {
	what: 'a service has worked with this one since, so that the new one is older',
	advice: `To move it as it is now, ${MOVE_ANEW}.`,
};
const THERE = {
	what: 'a service has worked with the new one since',
	advice: `To go on with that, ${GO_ON_THERE}.`,
};
const BOTH = {
	what: 'services have worked with both since',
	advice: `Each has what the other one lacks: to go on with the new one, ${GO_ON_THERE}; to move this one, ${MOVE_ANEW}.`,
};
const NEITHER = {
	what: 'one of the two was changed since, such as its settings',
	advice: `To go on with the new one, ${GO_ON_THERE}; to move this one, ${MOVE_ANEW}.`,
};
