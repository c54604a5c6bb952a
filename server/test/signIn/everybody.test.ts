import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FluidFixture, fluidForFile, startFluid } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { EMPTY, type Level, oneMoreOfAll, waitOfAllMs } from '../../src/signIn/everybody';
import { createSignInLink } from '../../src/signIn/links';
import { tryPassword } from '../../src/signIn/loginThrottle';

const seconds = 1000;
const hour = 3600 * seconds;

/** What so many wrong passwords at one moment leave behind. */
function levelOf(count: number, now = 0): Level {
	return Array.from({ length: count }).reduce((level: Level) => oneMoreOfAll(level, now), EMPTY);
}

describe('wrong passwords of all addresses together', () => {
	const service = fluidForFile();
	const tryAt = (ip: string, now: number, isRight = false) =>
		tryPassword(service.service.database, ip, isRight, now);
	// Each test begins where nobody has tried yet.
	beforeEach(() =>
		service.service.database.writeService((transaction) =>
			transaction.run(sql`delete from wrong_passwords`),
		),
	);

	test.each([
		[0, 0],
		[99, 0],
		[100, 36 * seconds],
		[101, 72 * seconds],
	])('%i at once make the next one wait %i ms', (count, wait) => {
		expect(waitOfAllMs(levelOf(count), 0)).toBe(wait);
	});

	test('a hundred an hour are taken, however long they go on', async () => {
		let taken = 0;
		for (let now = 0; now < 4 * hour; now += 9 * seconds) {
			const ip = `203.0.${now % 250}.${(now / seconds) % 250}`;
			if ((await tryAt(ip, now)).ms === 0) taken += 1;
		}
		expect(taken).toBeGreaterThanOrEqual(100 + 4 * 100 - 2);
		expect(taken).toBeLessThanOrEqual(100 + 4 * 100);
	});

	test('do not hold up who has signed in from the same network before, but his own do', async () => {
		await tryAt('192.0.2.1', 0, true);
		for (let other = 0; other < 200; other += 1) await tryAt(`203.0.113.${other}`, 0);
		expect(await tryAt('198.51.100.9', 0)).toMatchObject({ isForAll: true });
		for (let tries = 1; tries <= 5; tries += 1) expect((await tryAt('192.0.2.1', 0)).ms).toBe(0);
		expect(await tryAt('192.0.2.1', 0)).toEqual({ ms: 5 * seconds, isForAll: false });
	});

	test('are forgotten as ever after the clock was set back', async () => {
		for (let other = 0; other < 100; other += 1) await tryAt(`203.0.113.${other}`, 24 * hour);
		expect((await tryAt('198.51.100.9', 0)).ms).toBe(36 * seconds);
		expect((await tryAt('198.51.100.9', 36 * seconds)).ms).toBe(0);
	});
});

describe('while passwords are tried from everywhere', () => {
	const password = 'Lovelace-1815';
	let now = new Date();
	let fluid: FluidFixture;

	afterEach(() => fluid.stop());

	const signIn = (text: string, ip: string) =>
		fetch(`${fluid.url}/sign-in`, {
			method: 'POST',
			body: new URLSearchParams({ password: text }),
			headers: { 'x-forwarded-for': ip },
			redirect: 'manual',
		});

	test('the password waits, and a link of the command and who is signed in do not', async () => {
		fluid = await startFluid({ FLUID_ADMIN_PASSWORD: password }, () => now);
		const office = await signIn(password, '192.0.2.1');
		const cookie = String(office.headers.get('set-cookie')).split(';')[0] as string;
		for (let other = 0; other < 100; other += 1)
			expect((await signIn('lovelace', `203.0.113.${other}`)).status).toBe(401);

		const refused = await signIn(password, '198.51.100.9');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '36']);
		expect(await refused.text()).toContain(
			'Too many wrong passwords were tried from many places. Wait 36 seconds and try again, or sign in by a link as described below.',
		);

		const page = await fetch(`${fluid.url}/deals`, { headers: { cookie }, redirect: 'manual' });
		expect(page.status).toBe(200);
		const path = await fluid.service.database.writeService((transaction) =>
			createSignInLink(transaction, now),
		);
		const linked = await fetch(`${fluid.url}${path}`, {
			method: 'POST',
			headers: { 'x-forwarded-for': '192.0.2.77' },
			redirect: 'manual',
		});
		expect([linked.status, linked.headers.get('location')]).toEqual([303, '/deals']);
		// Whoever came by a link has signed in from there as well.
		expect((await signIn(password, '192.0.2.77')).status).toBe(303);
		expect((await signIn(password, '192.0.2.1')).status).toBe(303);

		now = new Date(now.getTime() + 36 * seconds);
		expect((await signIn(password, '198.51.100.9')).status).toBe(303);
	});
});
