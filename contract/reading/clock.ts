import { offsetNamed, isZone } from './zones';
import type { Time } from './time';

/** A text that begins with a date, taken apart. */
export type Parts = {
	/** The text of the date. */
	day: string;
	/** Undefined where no time stands behind it; null for one that does not exist, such as 25:00. */
	time: Time | null | undefined;
	/** Minutes ahead of UTC, or the name of a time zone. */
	zone: number | string | undefined;
};

/** `20261201T153000Z` of calendars. */
const TOGETHER = /^(\d{8})T(\d\d)(\d\d)(\d\d)?(?=Z|[+-]\d|$)/i;

const TIME = new RegExp(
	[
		'^(.*?\\S)',
		'(?:(?<=\\d)T|,? (?:(?:at|um|à|om|alle) )?)',
		'(\\d{1,2})(?::(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?|(?= ?[ap]\\.?m\\b))',
		'( ?[ap]\\.?m\\b\\.?)?(?: uhr\\b)?(.*)$',
	].join(''),
	'i',
);

/** Returns a text as its date, its time and its zone; undefined where what follows the date is none of these. */
export function partsOf(text: string): Parts | undefined {
	const plain = text.replace(
		TOGETHER,
		(_, day: string, hour: string, minute: string, second = '00') =>
			`${day}T${hour}:${minute}:${second}`,
	);
	const [, day = '', hour, minute, second, fraction, half, rest = ''] = TIME.exec(plain) ?? [];
	if (hour === undefined) return { day: plain, time: undefined, zone: undefined };
	const zone = zoneIn(rest.trim());
	if (zone === undefined && rest.trim() !== '') return undefined;
	return { day, time: timeOf({ hour, minute, second, fraction, half }), zone };
}

type Written = Record<'hour', string> &
	Record<'minute' | 'second' | 'fraction' | 'half', string | undefined>;

function timeOf({ hour, minute = '0', second = '0', fraction = '', half }: Written): Time | null {
	const time = {
		hour: Number(hour),
		minute: Number(minute),
		second: Number(second),
		millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
	};
	if (time.minute > 59 || time.second > 59) return null;
	if (half === undefined) return time.hour > 23 ? null : time;
	if (time.hour < 1 || time.hour > 12) return null;
	return { ...time, hour: (time.hour % 12) + (/p/i.test(half) ? 12 : 0) };
}

/** Other tools write the name of the zone behind its offset, e.g. "GMT+0100 (Central European Standard Time)". */
function zoneIn(text: string): number | string | undefined {
	const plain =
		text.replace(/ ?(\([^()]*\)|\[[^[\]]*\])$/, '') || text.replace(/^[[(]|[\])]$/g, '');
	return offsetNamed(plain) ?? (isZone(plain) ? plain : undefined);
}
