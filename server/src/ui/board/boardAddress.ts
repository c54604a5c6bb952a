import type { Deal } from '../../../../contract/types';
import type { After, BoardFilter } from '../../deals/boardStore';

/** What the board's address says. */
export type BoardQuery = {
	pipeline?: string;
	status?: string;
	q?: string;
	label?: string;
	owner?: string;
	reminder?: string;
	sort?: string;
	/** One column only, from behind a card on. */
	stage?: string;
	after?: string;
};

const NAMES = [
	...['pipeline', 'status', 'q', 'label', 'owner', 'reminder', 'sort', 'stage', 'after'],
] as Array<keyof BoardQuery>;

/** Returns what an address says of the board; a parameter that is given twice counts as not given. */
export function boardQuery(given: Record<string, unknown>): BoardQuery {
	const texts = NAMES.filter((name) => typeof given[name] === 'string');
	return Object.fromEntries(texts.map((name) => [name, given[name]]));
}

/** The statuses of which the board shows one. */
export const STATUSES: ReadonlyArray<Deal['status']> = ['open', 'won', 'lost'];

/** The states of a reminder that the board can be narrowed by, each as it is called there. */
export const REMINDERS: Record<string, string> = {
	overdue: 'Overdue',
	due_today: 'Due today',
	scheduled: 'Scheduled',
	none: 'No reminder',
};

/** Returns which deals an address of the board shows; open ones, unless it says otherwise. */
export function filterOf({ status, q, label, owner, reminder, sort }: BoardQuery): BoardFilter {
	return {
		status: STATUSES.find((each) => each === status) ?? 'open',
		...defined('q', entered(q)),
		...defined('label', entered(label)),
		...defined('owner_email', entered(owner)),
		...defined(
			'reminder',
			Object.keys(REMINDERS).find((each) => each === reminder),
		),
		isDueFirst: sort === 'due',
	};
}

function defined<Name extends string>(name: Name, value: string | undefined) {
	return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;
}

function entered(text: string | undefined): string | undefined {
	const given = text?.trim().slice(0, 200);
	return given === '' ? undefined : given;
}

/** Returns the address of the board for a query, without what is usual. */
export function boardAddress(query: BoardQuery): string {
	const { status, ...rest } = query;
	const entries = Object.entries({ ...rest, ...(status !== 'open' && { status }) }).filter(
		([, value]) => value,
	);
	const text = new URLSearchParams(entries as Array<[string, string]>).toString();
	return text === '' ? '/deals' : `/deals?${text}`;
}

/** Returns the place behind a card, as an address carries it. */
export function afterText(
	{ updated_at, reminder_at, id }: { updated_at: string; reminder_at: string | null; id: string },
	isDueFirst: boolean,
): string {
	return `${isDueFirst ? (reminder_at ?? '') : updated_at}_${id}`;
}

/** Returns the place an address names, or undefined for the beginning. */
export function afterOf({ after }: BoardQuery): After | undefined {
	const match = /^([\d:.TZ-]{24}|)_(deal_[0-9a-z]{26})$/.exec(after ?? '');
	return match ? { at: match[1] as string, id: match[2] as string } : undefined;
}

/** Returns the page a form leads back to: one of the deals', or the board where something else is given. */
export function backFrom(text: unknown): string {
	return typeof text === 'string' && /^\/deals(?![^/?#])/.test(text) ? text : '/deals';
}

/** Returns what an address of the board asks for; undefined for the address of another page. */
export function boardQueryOf(back: string): BoardQuery | undefined {
	const { pathname, searchParams } = new URL(back, 'http://localhost');
	return pathname === '/deals' ? Object.fromEntries(searchParams) : undefined;
}
