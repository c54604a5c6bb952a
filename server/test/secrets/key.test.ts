import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildServiceIfStale, serverMain } from '../../../scripts/built.mjs';
import { fluidCommand, runScript } from '../../../test/support/fluidCommand';
import { Receiver } from '../../../test/support/receiver';
import { ServiceHere } from '../../../test/support/serviceHere';
import { newKeyText } from '../../src/secrets/key';

const AUTHORIZATION = 'Bearer token-of-ada';
const LOST =
	'If the key is lost for good, make new secrets with: npm run -s fluid -- secret-key reset';

let receiver: Receiver;
let service: ServiceHere;

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
	const events = ['deal.created'];
	const input = { url: receiver.url, events, auth_header: AUTHORIZATION };
	expect((await service.client.post('/api-webhooks', input)).status).toBe(201);
	await service.end();
}

const keyFile = () => join(service.folder, 'secret.key');

/** What a start that is refused says. */
async function refusal(env: Record<string, string> = {}): Promise<string> {
	const { code, stderr } = await runScript(serverMain, [], {
		env: { DATA_DIR: service.folder, PORT: '0', ...env },
	});
	expect(code).toBe(1);
	return stderr.trim();
}

/** Starts the service and sees that a delivery is signed and carries its Authorization header. */
async function expectDeliveries(env: Record<string, string> = {}): Promise<void> {
	await service.start(env);
	const before = receiver.received.length;
	await service.client.deal({ name: 'Acme website' });
	const { headers } = (await receiver.waitFor(before + 1)).at(-1) as Receiver['received'][number];
	expect(headers.authorization).toBe(AUTHORIZATION);
	expect(headers['webhook-signature']).toMatch(/^v1,/);
	await service.end();
}

describe('without a setting, the key', () => {
	test('is made at the first start, in a file for its user alone, and used from then on', async () => {
		await begin();
		const key = readFileSync(keyFile(), 'utf8');
		expect(key).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
		expect((statSync(keyFile()).mode & 0o777).toString(8)).toBe('600');

		await expectDeliveries();

		expect(readFileSync(keyFile(), 'utf8')).toBe(key);
	});

	test('that is missing later is not replaced: start and command are refused, and say what to do', async () => {
		await begin();
		const key = readFileSync(keyFile());
		rmSync(keyFile());
		const sentence = `The key that the database in ${service.folder} was encrypted with is missing: FLUID_SECRET_KEY is not set, and there is no ${keyFile()}. Set the variable, or put the file back from your backup. ${LOST}`;

		expect(await refusal()).toBe(sentence);
		const command = await fluidCommand(['sign-in-link'], { env: { DATA_DIR: service.folder } });
		expect(command).toEqual({ code: 1, stdout: '', stderr: `${sentence}\n` });

		writeFileSync(keyFile(), key);
		await expectDeliveries();
	});

	test('of another database is refused', async () => {
		await begin();
		writeFileSync(keyFile(), newKeyText());
		expect(await refusal()).toBe(
			`${keyFile()} holds another key than the one that the database in ${service.folder} was encrypted with. Put the file back that belongs to the database, or set FLUID_SECRET_KEY if the key was given there. ${LOST}`,
		);
	});

	test('that was damaged is refused and not shown', async () => {
		await begin();
		const half = readFileSync(keyFile(), 'utf8').slice(0, 20);
		writeFileSync(keyFile(), half);
		const sentence = await refusal();
		expect(sentence).toContain(`${keyFile()} holds no key: it must be 32 random bytes`);
		expect(sentence).not.toContain(half);
	});
});

describe('FLUID_SECRET_KEY', () => {
	const KEY = newKeyText();

	test('is used instead of a file, by the service and by the command', async () => {
		await begin({ FLUID_SECRET_KEY: KEY });
		expect(statSync(keyFile(), { throwIfNoEntry: false })).toBeUndefined();

		await expectDeliveries();
		const env = { DATA_DIR: service.folder, FLUID_SECRET_KEY: KEY };
		expect((await fluidCommand(['sign-in-link'], { env })).code).toBe(0);
	});

	test('that is another one, or not set any more, is refused', async () => {
		await begin({ FLUID_SECRET_KEY: KEY });
		const other = newKeyText();
		const sentence = await refusal({ FLUID_SECRET_KEY: other });
		expect(sentence).toBe(
			`FLUID_SECRET_KEY is not the key that the database in ${service.folder} was encrypted with. Set the one that was in use, or the one that belongs to the backup. ${LOST}`,
		);
		expect(await refusal()).toContain('FLUID_SECRET_KEY is not set');
	});

	test('that is set although the key is in the file is refused, with both ways out', async () => {
		await begin();
		expect(await refusal({ FLUID_SECRET_KEY: KEY })).toBe(
			`FLUID_SECRET_KEY is set, but the database in ${service.folder} was encrypted with the key in ${keyFile()}. Unset FLUID_SECRET_KEY, or change to it: unset it, set FLUID_NEW_SECRET_KEY to its value, and run npm run -s fluid -- secret-key change`,
		);
	});
});

describe('a database of a version that kept secrets in clear', () => {
	const WEBHOOK_SECRET = 'whsec_c2VjcmV0IG9mIGFuIGVhcmxpZXIgdmVyc2lvbg==';
	const OLD_SECRET = 'whsec_dGhlIHNlY3JldCB0aGF0IGl0IGhhZCBiZWZvcmU=';

	/** Undoes the migration, and puts there what such a version had stored. */
	function goBack(): void {
		const file = new DatabaseSync(join(service.folder, 'fluid.sqlite'));
		const old = JSON.stringify([{ secret: OLD_SECRET, until: '2999-01-01T00:00:00.000Z' }]);
		file.exec(`drop table secret_key; delete from migrations where name = '0013_secrets';`);
		file
			.prepare('update webhooks set secret = ?, auth_header = ?, old_secrets = ?')
			.run(WEBHOOK_SECRET, AUTHORIZATION, old);
		file.close();
		rmSync(keyFile());
	}

	const filesHold = (text: string) =>
		['fluid.sqlite', 'fluid.sqlite-wal'].some((name) => {
			const file = join(service.folder, name);
			return statSync(file, { throwIfNoEntry: false }) && readFileSync(file).includes(text);
		});

	test('is encrypted at the next start, works on, and leaves nothing of them in its files', async () => {
		await begin();
		goBack();
		expect(filesHold(WEBHOOK_SECRET)).toBe(true);

		await service.start();
		for (const text of [WEBHOOK_SECRET, OLD_SECRET, AUTHORIZATION])
			expect(filesHold(text)).toBe(false);
		await service.end();

		await expectDeliveries();
		const { headers } = receiver.received.at(-1) as Receiver['received'][number];
		expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2);
	});

	test('is encrypted with the key that a start has made which was cut off then', async () => {
		await begin();
		goBack();
		const key = `${newKeyText()}\n`;
		writeFileSync(keyFile(), key);
		await expectDeliveries();
		expect(readFileSync(keyFile(), 'utf8')).toBe(key);
	});
});
