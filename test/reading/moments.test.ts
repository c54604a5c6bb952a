import { describe, expect, test } from 'vitest';
import { isZone, readDate, readMoment, retryAfterSeconds } from '../../contract/reading';

describe('a time without a zone is read in the zone that is known', () => {
	test.each([
		['in winter', '2026-01-15 09:00', 'Europe/Berlin', '2026-01-15T08:00:00.000Z'],
		['in summer', '2026-07-15 09:00', 'Europe/Berlin', '2026-07-15T07:00:00.000Z'],
		['south of the equator', '2026-01-15 09:00', 'Pacific/Auckland', '2026-01-14T20:00:00.000Z'],
		['half an hour off', '2026-01-15 09:00', 'Asia/Kolkata', '2026-01-15T03:30:00.000Z'],
		['skipped in spring', '2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		['shown twice in autumn', '2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
		['just after', '2026-10-25 03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
		['skipped in America', '2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
		['a midnight that is skipped', '2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
		['in UTC', '2026-12-01 15:30', 'UTC', '2026-12-01T15:30:00.000Z'],
	])('%s', (_, text, zone, value) => {
		expect(readMoment(text, { zone })).toEqual({ value });
	});
});

test('a day of another zone is the day it is where the user is, and midnight the day it is written as', () => {
	const zone = 'America/New_York';
	expect(readDate('2026-12-01T02:00:00Z', { zone })).toEqual({ value: '2026-11-30' });
	expect(readDate('2026-12-01T02:00:00Z')).toEqual({ value: '2026-12-01' });
	expect(readDate('2026-12-01T00:00:00.000Z', { zone })).toEqual({ value: '2026-12-01' });
	expect(readDate('2026-12-01T00:00:00+01:00', { zone })).toEqual({ value: '2026-12-01' });
});

test('what comes first can be said', () => {
	expect(readDate('03/12/2026', { dates: 'day-first' })).toEqual({ value: '2026-12-03' });
	expect(readDate('03/12/2026', { dates: 'month-first' })).toEqual({ value: '2026-03-12' });
	expect(readDate('13/12/2026', { dates: 'month-first' })).toHaveProperty('fault');
	expect(readMoment('03/12/2026 10:00 UTC', { dates: 'day-first' })).toEqual({
		value: '2026-12-03T10:00:00.000Z',
	});
});

test.each([
	'Tue, 24 Nov 2026 15:30:00 GMT',
	'Tue Nov 24 2026 16:30:00 GMT+0100 (Central European Standard Time)',
	'2026-11-24T16:30:00+01:00[Europe/Berlin]',
	'Dienstag, 24. November 2026, 16:30 Uhr MEZ',
	'November 24, 2026 at 10:30:00 AM EST',
	'24.11.2026 16:30 Europe/Berlin',
	'２０２６-11-24 15:30 UTC',
])('the forms of other tools are known: %s', (text) => {
	expect(readMoment(text)).toEqual({ value: '2026-11-24T15:30:00.000Z' });
});

test('a zone is known by its name in the database of the IANA', () => {
	expect(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'].every(isZone)).toBe(true);
	expect(['Europe/Nowhere', 'CET', '+01:00', ''].some(isZone)).toBe(false);
});

test.each([
	['120', 120],
	[' 5 ', 5],
	['Tue, 24 Nov 2026 09:01:00 GMT', 60],
	['Tue, 24 Nov 2026 08:00:00 GMT', 0],
	['soon', undefined],
	['', undefined],
	['-5', undefined],
	[undefined, undefined],
	[['5'], undefined],
])('Retry-After: %j asks to wait %j seconds', (header, seconds) => {
	expect(retryAfterSeconds(header, new Date('2026-11-24T09:00:00Z'))).toBe(seconds);
});
