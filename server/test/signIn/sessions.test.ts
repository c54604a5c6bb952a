import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { readConfig } from '../../src/config';
import type { AppContext } from '../../src/context';
import {
	createSession,
	findSession,
	isTokenOf,
	removeSession,
	tokenOf,
} from '../../src/signIn/sessions';

const now = () => new Date('2026-11-24T09:30:00.000Z');
let fluid: FluidFixture;

beforeAll(async () => {
	fluid = await startFluid({}, now);
});
afterAll(() => fluid.stop());

/** The service as it runs with a password, or none. */
function under(password: string): AppContext {
	const config = readConfig({ FLUID_ADMIN_PASSWORD: password });
	return { config, now, database: fluid.service.database } as AppContext;
}

async function signIn(service: AppContext): Promise<string> {
	const made = await service.database.write((transaction) => createSession(transaction, service));
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
	await service.database.write((transaction) => removeSession(transaction, service, here));
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
