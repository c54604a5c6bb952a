import { readMoment } from './dates';

/** Returns the seconds a Retry-After header asks to wait (RFC 9110, section 10.2.3: a number or a date); undefined for none. */
export function retryAfterSeconds(header: unknown, now: Date): number | undefined {
	const text =
		typeof header === 'string' || typeof header === 'number' ? String(header).trim() : '';
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	const moment = readMoment(text);
	if ('fault' in moment) return undefined;
	return Math.max(0, (new Date(moment.value).getTime() - now.getTime()) / 1000);
}
