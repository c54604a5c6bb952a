import type { Deal } from '../../../../contract/types';
import { lazy } from '../../timing/lazy';
import { html, type Html } from '../../html/html';
import { reminderState } from '../../deals/render';

/** How a reminder looks: its colour's name, its sign, and what it says beside them. */
type Look = { className: string; sign: string; say: (day: string) => string };

const looks: Record<ReturnType<typeof reminderState> | 'none', Look> = {
	overdue: { className: 'overdue', sign: '!', say: (day) => `Overdue since ${day}` },
	due_today: { className: 'due-today', sign: '✓', say: () => 'Due today' },
	scheduled: { className: 'later', sign: '→', say: (day) => day },
	none: { className: 'no-reminder', sign: '?', say: () => 'No reminder' },
};

const DAY = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const thisYear = lazy(() => new Intl.DateTimeFormat('en-GB', DAY));
const anyYear = lazy(() => new Intl.DateTimeFormat('en-GB', { ...DAY, year: 'numeric' }));

/** What of a deal decides how its reminder looks. */
type Reminded = { status: Deal['status']; at: string | null };

/** Returns the class that colours a card by its reminder: of an open deal, for the others need nobody's attention. */
export function reminderClass({ status, at }: Reminded, now: Date): string {
	return status === 'open' ? lookOf(at, now).className : '';
}

/** Returns the reminder of an open deal as a coloured tag that says in words what the colour means. */
export function reminderTag({ status, at }: Reminded, now: Date): Html | undefined {
	if (status !== 'open') return undefined;
	const look = lookOf(at, now);
	const text = look.say(at === null ? '' : dayOf(new Date(at), now));
	return html`<span class="reminder ${look.className}"
		><span class="sign" aria-hidden="true">${look.sign}</span>${text}</span
	>`;
}

function lookOf(at: string | null, now: Date): Look {
	return looks[at === null ? 'none' : reminderState(at, now)];
}

function dayOf(at: Date, now: Date): string {
	const isThisYear = at.getUTCFullYear() === now.getUTCFullYear();
	return (isThisYear ? thisYear() : anyYear()).format(at);
}
