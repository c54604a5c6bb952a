import { tryToParseDateTime } from 'n8n-workflow';

/** Returns a moment in the form Fluid takes, in the workflow's time zone where it names none. */
export function toDateTime(value: unknown, timezone: string): unknown {
	return dateTime(value, timezone)?.toUTC().toISO() ?? value;
}

/**
 * Returns a day in the form Fluid takes. n8n's date picker gives a time as well; a text that begins with a day means that
 * day, in whatever zone. So does midnight in UTC, which other tools write for a day: west of Greenwich it would be the
 * day before.
 */
export function toDay(value: unknown, timezone: string): unknown {
	const text = value instanceof Date ? value.toISOString() : String(value).trim();
	if (MIDNIGHT.test(text)) return text.slice(0, 10);
	if (typeof value === 'string' && !/[zZ]$|[+-]\d{2}:?\d{2}$/.test(text.slice(10))) {
		const [start] = CALENDAR_DAY.exec(text) ?? [];
		if (start !== undefined) return start;
	}
	return dateTime(value, timezone)?.setZone(timezone).toISODate() ?? value;
}

function dateTime(value: unknown, timezone: string) {
	try {
		return tryToParseDateTime(typeof value === 'string' ? asIso(value) : value, timezone);
	} catch {
		// Fluid tells which form it expects.
		return undefined;
	}
}

const MIDNIGHT = /^\d{4}-\d{2}-\d{2}T00:00(:00(\.0+)?)?(Z|[+-]00:?00)$/i;
const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}/;
const DOTTED = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})/;
const HAS_ZONE = /\d:\d\d.*[+-]\d|\d\s*z$|\b(utc|gmt|[ecmp][sd]t)\b/i;

/**
 * Returns a date in the form that means the same everywhere: "Dec 1, 2026" would mean the zone of the machine that n8n
 * runs on, and 1.12.2026, which has its day first, the twelfth of January.
 */
function asIso(given: string): string {
	const text = given.replace(
		DOTTED,
		(_, day: string, month: string, year: string) =>
			`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
	);
	if (/^\s*\d{4}(?!\/)/.test(text) || HAS_ZONE.test(text)) return text;
	const moment = Date.parse(`${text} UTC`);
	return Number.isNaN(moment) ? text : new Date(moment).toISOString().slice(0, -1);
}
