import { lazy } from '../../timing/lazy';
import { html, type Html } from '../../html/html';

const UNITS: Array<[Intl.RelativeTimeFormatUnit, number]> = [
	['year', 365 * 86_400],
	['month', 30 * 86_400],
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
];

const inWords = lazy(() => new Intl.RelativeTimeFormat('en', { numeric: 'auto' }));
const exact = lazy(
	() =>
		new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
);

/** Returns a moment as people say it, with the exact time below. */
export function when(iso: string, now: Date): Html {
	return html`<time datetime="${iso}">
		<span class="nowrap">${ago(iso, now)}</span>
		<span class="exact">${exactTime(iso)}</span>
	</time>`;
}

/** Returns how far a moment is from now, e.g. "3 minutes ago" or "tomorrow". */
export function ago(iso: string, now: Date): string {
	const seconds = (Date.parse(iso) - now.getTime()) / 1000;
	const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? [];
	return unit && size ? inWords().format(Math.trunc(seconds / size), unit) : 'just now';
}

/** Returns a moment to the minute, e.g. "24 Nov 2026, 09:30 UTC". */
export function exactTime(iso: string): string {
	return `${exact().format(new Date(iso))} UTC`;
}
