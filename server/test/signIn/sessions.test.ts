import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { plantFault } from '../../../test/support/plantedFault';
import { readConfig } from '../../src/config';
import type { AppContext } from '../../src/context';
import { createSignInLink } from '../../src/signIn/links';
import {
	createSession,
	findSession,
	isTokenOf,
	removeSession,
	tokenOf,
} from '../../src/signIn/sessions';

const now = () => new Date('2026-11-24T09:30:00.000Z');
const fluid = fluidForFile({}, now);

/** The service as it runs with a password, or none. */
function under(password: string): AppContext {
	const config = readConfig({ FLUID_ADMIN_PASSWORD: password });
	return { config, now, database: fluid.service.database } as AppContext;
}

async function signIn(service: AppContext): Promise<string> {
	const made = await service.database.writeService((transaction) =>
		createSession(transaction, service),
	);
	return made.secret;
}

test.each([
	['another one', 'Lovelace-1815', 'Babbage-1791'],
	['the first one', '', 'Lovelace-1815'],
	['none any more', 'Lovelace-1815', ''],
])('a service that gets %s for a password signs everybody out', async (_case, old, changed) => {
	const secret = await signIn(under(old));
	expect(await findSession(under(old), secret)).toBeDefined();
	expect(await findSession(under(changed), secret)).toBeUndefined();
});

test('signing out ends one session and no other', async () => {
	const service = under('Lovelace-1815');
	const [here, elsewhere] = [await signIn(service), await signIn(service)];
	await service.database.writeService((transaction) => removeSession(transaction, service, here));
	expect(await findSession(service, here)).toBeUndefined();
	expect(await findSession(service, elsewhere)).toBeDefined();
});

test.each<[string, unknown, boolean]>([
	['its token', tokenOf('secret'), true],
	['the token of another session', tokenOf('other'), false],
	['half a token', tokenOf('secret').slice(0, 20), false],
	['its token twice', [tokenOf('secret'), tokenOf('secret')], false],
	['no token', undefined, false],
])('a form with %s', (_case, given, isGood) => {
	expect(isTokenOf('secret', given)).toBe(isGood);
});

test('a sign-in link stays good when the session could not be written', async () => {
	const { database } = fluid.service;
	const path = await database.writeService((transaction) => createSignInLink(transaction, now()));
	const follow = () =>
		fetch(fluid.service.url + path, { method: 'POST', redirect: 'manual', headers: form });
	const mend = await plantFault(database, {
		on: 'sessions',
		before: 'insert',
		message: 'No room.',
	});
	expect((await follow()).status).toBe(500);
	await mend();
	expect((await follow()).headers.get('location')).toBe('/deals');
	expect((await follow()).status).toBe(401);
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
