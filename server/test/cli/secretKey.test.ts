import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildServiceIfStale, serverCommand } from '../../../scripts/built.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { childEnv } from '../../../test/support/childEnv';
import { commandHere } from '../../../test/support/commandHere';
import type { CommandRun } from '../../../test/support/fluidCommand';
import { type Received, Receiver } from '../../../test/support/receiver';
import { ServiceHere } from '../../../test/support/serviceHere';
import { newKeyText } from '../../src/secrets/key';

const AUTHORIZATION = 'Bearer token-of-ada';

let receiver: Receiver;
let service: ServiceHere;
let webhook: { id: string; secret: string };

beforeAll(buildServiceIfStale, 120_000);
beforeEach(async () => {
	receiver = await Receiver.start();
});
afterEach(async () => {
	await service.remove();
	await receiver.stop();
});

/** Starts a service with a webhook, and stops it again. */
async function begin(env: Record<string, string> = {}): Promise<void> {
	service = new ServiceHere(env);
	await service.start();
	webhook = await subscribe();
	await service.end();
}

async function subscribe(more: object = { auth_header: AUTHORIZATION }) {
	const input = { url: receiver.url, events: ['deal.created'], ...more };
	return (await service.client.post('/api-webhooks', input)).body;
}

const file = (name: string) => join(service.folder, name);
const keyFile = () => file('secret.key');

function secretKey(args: string[], env: Record<string, string> = {}): Promise<CommandRun> {
	return commandHere(['secret-key', ...args], { env: { DATA_DIR: service.folder, ...env } });
}

/** Starts the service and sees that a delivery arrives as the webhook promised. */
async function expectDeliveries(env: Record<string, string> = {}, secret = webhook.secret) {
	await service.start(env);
	const before = receiver.received.length;
	await service.client.deal({ name: 'Acme website' });
	const delivery = (await receiver.waitFor(before + 1)).at(-1) as Received;
	new Verifier(secret).verify(delivery.raw, delivery.headers as Record<string, string>);
	expect(delivery.headers.authorization).toBe(AUTHORIZATION);
	await service.end();
}

describe('fluid secret-key create', () => {
	test('prints a key for FLUID_SECRET_KEY and nothing else', async () => {
		service = new ServiceHere();
		await service.start();
		const { code, stdout, stderr } = await secretKey(['create']);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
		await service.end();
	});
});

describe('fluid secret-key change', () => {
	test('makes another key in the file: deliveries go on as before, and the old key opens nothing', async () => {
		await begin();
		const old = readFileSync(keyFile(), 'utf8');

		const { code, stdout, stderr } = await secretKey(['change']);

		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		const [, kept = ''] =
			/Older backups need the old one, which is in (.+)\.\n$/.exec(stdout) ?? [];
		expect(stdout).toBe(
			`2 secrets are now encrypted with the new key.\nIt is in ${keyFile()}: copy it to where your backups are not.\nOlder backups need the old one, which is in ${kept}.\n`,
		);
		expect(readFileSync(kept, 'utf8')).toBe(old);
		for (const path of [keyFile(), kept])
			expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
		await expectDeliveries();

		writeFileSync(keyFile(), old);
		expect((await secretKey(['change'])).stderr).toContain(`${keyFile()} holds another key`);
	});

	test('leaves nothing in the file that the old key opens, nor of webhooks that were deleted', async () => {
		await begin();
		await service.start();
		const others = [];
		for (let count = 0; count < 40; count += 1) others.push(await subscribe());
		for (const { id } of others) await service.client.delete(`/api-webhooks/${id}`);
		await service.end();
		const sealed = (): string[] =>
			readFileSync(file('fluid.sqlite'), 'latin1').match(/v1:[\w-]{60,}/g) ?? [];
		const before = sealed();
		expect(before.length).toBeGreaterThan(0);
		await secretKey(['change']);
		expect(sealed().length).toBeGreaterThan(0);
		expect(sealed().filter((text) => before.includes(text))).toEqual([]);
	});

	test('takes the new key from FLUID_NEW_SECRET_KEY where the key is in FLUID_SECRET_KEY', async () => {
		const [old, next] = [newKeyText(), newKeyText()];
		await begin({ FLUID_SECRET_KEY: old });

		const unsaid = await secretKey(['change'], { FLUID_SECRET_KEY: old });
		expect(unsaid.code).toBe(2);
		expect(unsaid.stderr).toContain(
			'say where the new one shall be: set FLUID_NEW_SECRET_KEY to it',
		);

		const env = { FLUID_SECRET_KEY: old, FLUID_NEW_SECRET_KEY: next };
		const { code, stdout } = await secretKey(['change'], env);
		expect(code).toBe(0);
		expect(stdout).toContain(
			'Start the service with FLUID_SECRET_KEY set to what FLUID_NEW_SECRET_KEY is now.',
		);
		for (const key of [old, next]) expect(stdout).not.toContain(key);
		expect(await secretKey(['change'], env)).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('The database has this key already.'),
		});
		await expectDeliveries({ FLUID_SECRET_KEY: next });
	});

	test('moves the key from the file into the variable, and back', async () => {
		await begin();
		const key = newKeyText();
		expect((await secretKey(['change'], { FLUID_NEW_SECRET_KEY: key })).code).toBe(0);
		expect(readdirSync(service.folder).filter((name) => name.startsWith('secret.key'))).toEqual([
			expect.stringMatching(/^secret\.key\.old-[0-9a-f]{8}$/),
		]);
		await expectDeliveries({ FLUID_SECRET_KEY: key });

		const { stdout } = await secretKey(['change', '--file'], { FLUID_SECRET_KEY: key });
		expect(stdout).toContain('Unset FLUID_SECRET_KEY before you start the service.');
		await expectDeliveries();
	});

	test.each([
		[
			'a new key that is none',
			['change'],
			{ FLUID_NEW_SECRET_KEY: 'my new secret' },
			1,
			'FLUID_NEW_SECRET_KEY must be 32 random bytes',
		],
		[
			'two new keys',
			['change', '--file'],
			{ FLUID_NEW_SECRET_KEY: newKeyText() },
			2,
			'leave out --file, or unset FLUID_NEW_SECRET_KEY',
		],
	])('refuses %s and does not repeat it', async (_case, args, env, code, sentence) => {
		await begin();
		const refused = await secretKey(args, env);
		expect(refused.code).toBe(code);
		expect(refused.stderr).toContain(sentence);
		expect(refused.stderr).not.toContain(env.FLUID_NEW_SECRET_KEY);
		await expectDeliveries();
	});

	test('refuses while the service runs', async () => {
		await begin();
		await service.start();
		const key = readFileSync(keyFile(), 'utf8');
		expect(await secretKey(['change'])).toEqual({
			code: 1,
			stdout: '',
			stderr: `The database in ${service.folder} is in use. Stop the service, and every other fluid command, and try again.\n`,
		});
		expect(readFileSync(keyFile(), 'utf8')).toBe(key);
		await service.end();
	});

	test('that was cut off between database and file is finished by the next start', async () => {
		await begin();
		const { stdout } = await secretKey(['change']);
		const [, kept = ''] = /which is in (.+)\.\n$/.exec(stdout) ?? [];
		renameSync(keyFile(), file('secret.key.new'));
		renameSync(kept, keyFile());

		await expectDeliveries();

		expect(statSync(file('secret.key.new'), { throwIfNoEntry: false })).toBeUndefined();
	});

	test('that is killed at any moment leaves a database that its key opens', async () => {
		await begin();
		for (let round = 0; round < 12; round += 1) {
			const child = spawn(node24(), [serverCommand, 'secret-key', 'change'], {
				env: { ...childEnv, DATA_DIR: service.folder },
			});
			const ended = once(child, 'exit');
			// The time itself is what is tested: any moment.
			await Promise.race([sleep(150 + round * 40), ended]);
			child.kill('SIGKILL');
			await ended;
			const opened = await commandHere(['keys', 'list'], { env: { DATA_DIR: service.folder } });
			expect(opened).toMatchObject({ code: 0, stderr: '' });
		}
		await expectDeliveries();
	}, 120_000);
});

describe('fluid secret-key reset', () => {
	test('is refused while the key is there', async () => {
		await begin();
		expect(await secretKey(['reset', '--yes'])).toEqual({
			code: 1,
			stdout: '',
			stderr: `The key is not lost: the database opens with the one in ${keyFile()}, so nothing was changed. To have another one, use: npm run -s fluid -- secret-key change\n`,
		});
		await expectDeliveries();
	});

	test('first says what would happen and changes nothing', async () => {
		await begin();
		const key = readFileSync(keyFile());
		rmSync(keyFile());
		const { code, stdout } = await secretKey(['reset']);
		expect(code).toBe(0);
		expect(stdout).toBe(
			`Nothing was changed yet. If you have the key, also in a backup, put it back instead.
1 webhook gets a new signing secret and is paused: events are kept in the meantime. 1 of them loses the Authorization header, which has to be entered again.
Do it with: npm run -s fluid -- secret-key reset --yes
`,
		);
		writeFileSync(keyFile(), key);
		await expectDeliveries();
	});

	test('makes new secrets, lists the webhooks, and loses no event', async () => {
		await begin();
		await service.start();
		const plain = await subscribe({ name: 'Slack relay', auth_header: null });
		await service.client.patch(`/api-webhooks/${plain.id}`, { status: 'paused' });
		await service.client.deal({ name: 'Before' });
		await receiver.waitFor(1);
		await service.end();
		rmSync(keyFile());

		const { code, stdout } = await secretKey(['reset', '--yes']);

		expect(code).toBe(0);
		const rowOf = (id: string) => stdout.split('\n').find((line) => line.includes(id)) ?? '';
		expect(rowOf(webhook.id)).toMatch(
			/^My workspace +whk_\w+ +http:\S+ +enter it again +whsec_\S+$/,
		);
		expect(rowOf(plain.id)).toMatch(/^My workspace +whk_\w+ +Slack relay +none +whsec_\S+$/);
		expect(stdout).toContain(`The key is in ${keyFile()}: copy it to where your backups are not.`);

		await service.start();
		const path = `/api-webhooks/${webhook.id}`;
		expect((await service.client.get(path)).body).toMatchObject({
			status: 'paused',
			has_auth_header: false,
			paused_reason:
				'The key of the stored secrets was lost, so the webhook has a new signing secret: give it to the receiver, or rotate it if you do not have it. Enter its Authorization header again. Then resume, and replay what was held.',
		});
		expect((await service.client.get('/api-deals')).body.data).toHaveLength(1);
		const meanwhile = await service.client.deal({ name: 'Meanwhile' });
		await service.client.patch(path, { status: 'active', auth_header: AUTHORIZATION });
		await service.client.post(`${path}/replay`, { since: meanwhile.created_at });
		const delivery = (await receiver.waitFor(2)).at(-1) as Received;
		expect(delivery.event.data.deal?.name).toBe('Meanwhile');
		await service.end();

		const [secret = ''] = /whsec_\S+/.exec(rowOf(webhook.id)) ?? [];
		await expectDeliveries({}, secret);
	});
});
