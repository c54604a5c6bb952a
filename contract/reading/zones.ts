import { dayText, type Day } from './days';
import type { Time } from './time';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Short names of zones that mean one offset: those of RFC 5322, and those of central Europe. */
const offsets = new Map<string, number>([
	['Z', 0],
	['UT', 0],
	['UTC', 0],
	['GMT', 0],
	['EST', -300],
	['EDT', -240],
	['CST', -360],
	['CDT', -300],
	['MST', -420],
	['MDT', -360],
	['PST', -480],
	['PDT', -420],
	['CET', 60],
	['MEZ', 60],
	['CEST', 120],
	['MESZ', 120],
]);

/** Returns the minutes ahead of UTC that a text such as Z, +0100, GMT+1 or EST means. */
export function offsetNamed(text: string): number | undefined {
	const named = offsets.get(text.toUpperCase());
	if (named !== undefined) return named;
	const [, sign, hours, minutes = '0'] =
		/^(?:UTC|GMT)? ?([+-])(\d{1,2})(?::?(\d\d))?$/i.exec(text) ?? [];
	if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Returns whether a text is the IANA name of a time zone, e.g. Europe/Berlin. */
export function isZone(name: string): boolean {
	if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$/.test(name) && name !== 'UTC') return false;
	try {
		clockOf(name);
		return true;
	} catch {
		return false;
	}
}

/**
 * Returns the moment at which the clocks of a zone show a time. One that they skip in spring is the moment as if they
 * had not been put forward yet; of one that they show twice in autumn it is the first (RFC 5545, section 3.3.5).
 *
 * @param zone minutes ahead of UTC, or the name of a zone
 */
export function momentAt(day: Day, time: Time, zone: number | string): Date {
	const wall = wallMs(day, time);
	if (typeof zone === 'number') return new Date(wall - zone * MINUTE_MS);
	const [before, after] = [offsetMs(zone, wall - DAY_MS), offsetMs(zone, wall + DAY_MS)];
	const shown = [before, after]
		.map((offset) => wall - offset)
		.filter((moment) => moment + offsetMs(zone, moment) === wall);
	return new Date(shown.length > 0 ? Math.min(...shown) : wall - before);
}

/** Returns the day that it is in a zone at a moment, as 2026-12-01. */
export function dayIn(zone: string, moment: Date): string {
	return new Date(moment.getTime() + offsetMs(zone, moment.getTime())).toISOString().slice(0, 10);
}

function wallMs(day: Day, { hour, minute, second, millisecond }: Time): number {
	const midnight = new Date(`${dayText(day)}T00:00:00Z`).getTime();
	return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}

function offsetMs(zone: string, ms: number): number {
	const shown = Object.fromEntries(
		clockOf(zone)
			.formatToParts(ms)
			.map(({ type, value }) => [type, Number(value)]),
	) as Record<string, number>;
	const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
	const wall = wallMs({ year, month, day }, { hour, minute, second, millisecond: 0 });
	return wall - Math.floor(ms / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A clock takes long to make, and an import asks for the same one a million times. */
function clockOf(zone: string): Intl.DateTimeFormat {
	const known = clocks.get(zone);
	if (known) return known;
	const clock = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	clocks.set(zone, clock);
	return clock;
}
