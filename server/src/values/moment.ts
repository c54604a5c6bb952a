import { fullFormats } from 'ajv-formats/dist/formats';

const DAY = /^\d{4}-\d\d-\d\d$/;
const ISO_LENGTH = '2026-12-01T09:00:00.000Z'.length;
/** With more decimals of a second than any clock has. */
const LONGEST = 100;

const format = fullFormats['date-time'] as { validate: (text: string) => boolean };

/** Returns the moment a text names by date, time and zone (RFC 3339), or undefined when it names none. */
export function parseMoment(text: string): Date | undefined {
	if (text.length > LONGEST || !format.validate(text)) return undefined;
	// The format leaves a blank for the T and short zones; the language's own parser does not.
	const [, day, time, zone = ''] = /^(.{10}).([\d:.]+)(.*)$/.exec(text) ?? [];
	return existing(new Date(`${day}T${time}${fullZone(zone)}`));
}

/** Returns a moment that has been validated as ISO 8601 in UTC, which sorts as moments do. */
export function inUtc(text: string): string {
	return (parseMoment(text) as Date).toISOString();
}

/** Like `readMoment` for a query: a day alone begins at midnight UTC, and a plus that became a blank counts as one. */
export function readQueryMoment(text: string): Date | undefined {
	if (DAY.test(text)) return parseMoment(`${text}T00:00:00Z`);
	return parseMoment(text.replace(/ (?=[\d:]+$)/, '+')) ?? parseMoment(text);
}

/** `z`, `+05` and `+0530` are written as Z, +05:00 and +05:30. */
function fullZone(zone: string): string {
	const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
	return sign ? `${sign}${hours}:${minutes}` : 'Z';
}

/** A leap second is no moment to the clock; a year beyond 9999 would sort before the others. */
function existing(date: Date): Date | undefined {
	if (Number.isNaN(date.getTime())) return undefined;
	return date.toISOString().length === ISO_LENGTH ? date : undefined;
}

let last = { ms: Number.NaN, text: '' };

/** Returns a moment as ISO 8601 in UTC. The last one is kept: everything a change writes is of one moment. */
export function momentText(moment: Date): string {
	const ms = moment.getTime();
	if (ms !== last.ms) last = { ms, text: moment.toISOString() };
	return last.text;
}
