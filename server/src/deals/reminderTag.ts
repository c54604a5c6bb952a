import { lazy } from '../lazy';
import { html, type Html } from '../pages/html';
import { reminderState } from './render';

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

/** Returns the class that colours a card by its reminder. */
export function reminderClass(at: string | null, now: Date): string {
	return looks[at === null ? 'none' : reminderState(at, now)].className;
}

/** Returns a reminder as a coloured tag that says in words what the colour means. */
export function reminderTag(at: string | null, now: Date): Html {
	const look = looks[at === null ? 'none' : reminderState(at, now)];
	const text = look.say(at === null ? '' : dayOf(new Date(at), now));
	return html`<span class="reminder ${look.className}"
		><span class="sign" aria-hidden="true">${look.sign}</span>${text}</span
	>`;
}

function dayOf(at: Date, now: Date): string {
	const isThisYear = at.getUTCFullYear() === now.getUTCFullYear();
	return (isThisYear ? thisYear() : anyYear()).format(at);
}
