import { nameKey } from '../../../contract/identity';
import type { Contact, Deal } from '../../../contract/types';

type Named = { name: string | null; updated_at: string };

/** Sorts the deals a user most likely means to the front: by name, then open ones, then those changed last. */
export function bestDeals(deals: Deal[], name: string): Deal[] {
	const isClosed = ({ status }: Deal) => Number(status !== 'open');
	return deals.toSorted(
		(a, b) => nearness(b, name) - nearness(a, name) || isClosed(a) - isClosed(b) || newest(a, b),
	);
}

/** Sorts the contacts a user most likely means to the front: by name, then those changed last. */
export function bestContacts(contacts: Contact[], name: string): Contact[] {
	return contacts.toSorted((a, b) => nearness(b, name) - nearness(a, name) || newest(a, b));
}

/** Returns whether this is the very name, upper and lower case alike. */
export const isExactly = (named: Pick<Named, 'name'>, name: string) => nearness(named, name) === 3;

/** 3 for the very name (upper and lower case alike), 2 where it begins so, 1 where it is in it, else 0. */
function nearness({ name }: Pick<Named, 'name'>, wanted: string): number {
	const [whole, part] = [name ?? '', wanted].map(nameKey) as [string, string];
	if (part === '' || !whole.includes(part)) return 0;
	if (whole === part) return 3;
	return whole.startsWith(part) ? 2 : 1;
}

function newest(a: Named, b: Named): number {
	return b.updated_at.localeCompare(a.updated_at);
}
