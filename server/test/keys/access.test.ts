import { describe, expect, test } from 'vitest';
import { calls } from '../../../contract/calls';
import type { ProblemCode } from '../../../contract/problems';
import { deleteKey, listKeys } from '../../src/keys/store';
import { newKey } from '../../src/keys/key';
import { fluidForFile } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';

const fluid = fluidForFile({}, () => now);
let now = new Date('2026-11-24T09:00:00Z');

const withHeader = (Authorization?: string) =>
	fluid.get('/api-me', { Authorization: Authorization ?? null });
const mistyped = (key: string) =>
	`${key.slice(0, 20)}${key[20] === 'a' ? 'b' : 'a'}${key.slice(21)}`;

describe('an API key', () => {
	test('reaches its workspace and says which', async () => {
		const { status, body } = await fluid.get('/api-me');
		expect(status).toBe(200);
		expect(body).toMatchObject({
			workspace: { id: fluid.workspaceId, name: 'My workspace', currency: 'USD' },
			key: { name: 'First key' },
		});
	});

	test.each<[string, () => string | undefined, ProblemCode, string]>([
		['no key', () => undefined, 'missing_key', 'Authorization: Bearer'],
		['another scheme', () => 'Basic YWRhOnB3', 'missing_key', 'Authorization: Bearer'],
		['nothing behind Bearer', () => 'Bearer ', 'missing_key', 'Authorization: Bearer'],
		[
			'a typo, found by the checksum',
			() => `Bearer ${mistyped(fluid.key)}`,
			'malformed_key',
			'Copy it again',
		],
		[
			'a key that lacks its end',
			() => `Bearer ${fluid.key.slice(0, -3)}`,
			'malformed_key',
			'Copy it again',
		],
		['something else', () => 'Bearer sk_live_abc', 'malformed_key', 'Copy it again'],
		[
			'a key of another server',
			() => `Bearer ${newKey('workspace')}`,
			'unknown_key',
			'create a new one',
		],
	])('is refused: %s', async (_what, header, code, sentence) => {
		const { status, headers, body } = await withHeader(header());
		expect([status, body.code]).toEqual([401, code]);
		expect(headers['www-authenticate']).toBe('Bearer realm="Fluid"');
		expect(body.detail).toContain(sentence);
		expect(body.detail).not.toContain(fluid.key.slice(6, 20));
	});

	test('may follow the scheme in any letters', async () => {
		expect((await withHeader(`bearer ${fluid.key}`)).status).toBe(200);
	});

	test('is needed by every call but those that say how the service is', async () => {
		const nobody = new FluidClient(fluid.url, '');
		for (const { method, path, isPublic } of calls.filter((call) => !call.isPublic)) {
			const { status } = await nobody.call(
				method,
				path.replace(/:\w+/g, 'x'),
				method === 'GET' ? undefined : {},
			);
			expect([method, path, isPublic, status]).toEqual([method, path, undefined, 401]);
		}
	});

	test('that is deleted ends at once, and its user learns when it was deleted', async () => {
		const client = await fluid.withNewKey('Old laptop');
		expect((await client.get('/api-me')).body.key.name).toBe('Old laptop');
		await fluid.service.database.writeService((transaction) =>
			deleteKey(transaction, fluid.workspaceId, client.keyId, now),
		);
		const { status, body } = await client.get('/api-me');
		expect([status, body.code]).toEqual([401, 'deleted_key']);
		expect(body.detail).toBe(
			'The API key "Old laptop" was deleted on 2026-11-24. Create a new one under Settings > Automations > API and use it instead.',
		);
	});

	test('is kept only as a hash, with the last four characters and when it was last used', async () => {
		const { database } = fluid.service;
		const client = await fluid.withNewKey('Watched');
		const stored = async () =>
			(await listKeys(database, fluid.workspaceId)).find(({ id }) => id === client.keyId);
		expect(await stored()).toMatchObject({ last_four: client.key.slice(-4), last_used_at: null });
		expect(JSON.stringify(await stored())).not.toContain(client.key.slice(0, 20));

		await client.get('/api-me');
		await expect.poll(async () => (await stored())?.last_used_at).toBe('2026-11-24T09:00:00.000Z');
		now = new Date('2026-11-24T09:05:00Z');
		await client.get('/api-me');
		await expect.poll(async () => (await stored())?.last_used_at).toBe('2026-11-24T09:05:00.000Z');
	});
});
