import { type Parts, partsOf } from './clock';
import { type Day, daysIn, dayText, dayProblems, unclearOrder } from './days';
import type { ReadingFault, Notation, Reading } from './reading';
import { shownValue, written } from './written';
import { dayIn, momentAt } from './zones';
import type { Time } from './time';

/** Returns the day a value means as 2026-12-01. A time behind it is left out; a moment is the day it is in the zone. */
export function readDate(value: unknown, { dates, zone }: Notation = {}): Reading<string> {
	const found = taken(value, dates, DATE);
	if ('fault' in found) return found;
	const { day, parts } = found;
	const { time } = parts;
	// Midnight is how other tools write a day: in another zone it would be the day before.
	if (!time || parts.zone === undefined || zone === undefined || isMidnight(time))
		return { value: dayText(day) };
	return { value: dayIn(zone, momentAt(day, time, parts.zone)) };
}

/**
 * Returns the moment a value means as 2026-12-01T14:30:00.000Z: in the zone it names, else in the zone given. A day alone
 * begins at midnight, of UTC where no zone is given.
 */
export function readMoment(value: unknown, { dates, zone }: Notation = {}): Reading<string> {
	const found = taken(value, dates, MOMENT);
	if ('fault' in found) return found;
	const { day, parts } = found;
	const meant = parts.zone ?? zone ?? (parts.time ? undefined : 0);
	if (meant === undefined) {
		return {
			fault: `${shownValue(value)} names no time zone. Write it like 2026-12-01T15:30:00+01:00.`,
			unclear: 'zone',
		};
	}
	return { value: momentAt(day, parts.time ?? MIDNIGHT, meant).toISOString() };
}

const DATE = 'is not a date. Write it like 2026-12-01.';
const MOMENT = 'is not a date and time. Write it like 2026-12-01T15:30:00+01:00.';
/** Longer than any date in words with the name of its zone. */
const LONGEST = 100;
const MIDNIGHT: Time = { hour: 0, minute: 0, second: 0, millisecond: 0 };

function taken(
	value: unknown,
	dates: Notation['dates'],
	advice: string,
): { day: Day; parts: Parts } | ReadingFault {
	const wrong = { fault: `${shownValue(value)} ${advice}` };
	const text = written(value);
	const parts = text === undefined || text.length > LONGEST ? undefined : partsOf(text);
	if (!parts || parts.time === null) return wrong;
	const found = daysIn(parts.day, dates);
	if (!found) return wrong;
	if ('problem' in found) return { fault: `${shownValue(value)} ${dayProblems[found.problem]}` };
	const [day, other] = found.days as [Day, Day?];
	return other ? unclearOrder(shownValue(value), found.days) : { day, parts };
}

function isMidnight({ hour, minute, second, millisecond }: Time): boolean {
	return hour + minute + second + millisecond === 0;
}
