import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config';
import { newKeyText } from '../../src/secrets/key';

describe('a setting', () => {
	test('left out or empty has its standard', () => {
		const standard = {
			host: '127.0.0.1',
			port: 3000,
			dataDir: './data',
			publicUrl: undefined,
			allowPrivateWebhooks: true,
			role: 'all',
			rateLimit: 6000,
			logLevel: 'warn',
		};
		expect(readConfig({})).toMatchObject(standard);
		expect(
			readConfig({ HOST: '', PORT: '', DATA_DIR: '', PUBLIC_URL: '', FLUID_ROLE: '' }),
		).toMatchObject(standard);
		const hours = readConfig({}).retryScheduleMs.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
		expect(Math.round(hours)).toBe(76);
	});

	test.each([
		['PORT', '70000', 'PORT must be a whole number from 0 to 65535, not "70000".'],
		['PORT', 'http', 'PORT must be a whole number from 0 to 65535, not "http".'],
		['PORT', ' ', 'PORT must be a whole number from 0 to 65535, not " ".'],
		['FLUID_WORKER_PORT', '70000', 'FLUID_WORKER_PORT must be a whole number from 0 to 65535'],
		['PORT', '-1', 'PORT must be a whole number'],
		[
			'FLUID_RATE_LIMIT',
			'1.5',
			'FLUID_RATE_LIMIT must be a whole number from 0 to 100000000, not "1.5".',
		],
		['FLUID_ROLE', 'both', 'FLUID_ROLE must be one of all, api, worker, not "both".'],
		[
			'LOG_LEVEL',
			'loud',
			'LOG_LEVEL must be one of warn, fatal, error, info, debug, trace, silent, not "loud".',
		],
		[
			'FLUID_ALLOW_PRIVATE_WEBHOOKS',
			'yes',
			'FLUID_ALLOW_PRIVATE_WEBHOOKS must be one of auto, true, false, not "yes".',
		],
		[
			'PUBLIC_URL',
			'crm.example.com',
			'PUBLIC_URL must be an address such as https://crm.example.com, not "crm.example.com".',
		],
		['PUBLIC_URL', 'https://crm.example.com/?a=1', 'PUBLIC_URL must be an address'],
		[
			'PUBLIC_URL',
			'https://ada:pw@crm.example.com',
			'PUBLIC_URL must be an address such as https://crm.example.com, not "https://[hidden]@crm.example.com".',
		],
		[
			'FLUID_SECRET_KEY',
			'correct horse battery staple',
			'FLUID_SECRET_KEY must be 32 random bytes, written in base64 (44 characters) or hexadecimal (64); the one given has 28 characters. Make one with: npm run -s fluid -- secret-key create',
		],
		['FLUID_ADMIN_PASSWORD', 'secret', 'FLUID_ADMIN_PASSWORD must have at least 8 characters: it'],
		['FLUID_RETRY_SCHEDULE', '5s,later', 'FLUID_RETRY_SCHEDULE must be waiting times'],
		['FLUID_RETRY_SCHEDULE', '31d', 'of at most 30 days'],
		['FLUID_RETRY_SCHEDULE', '5s,', 'separated by commas, not "5s,".'],
		['FLUID_TRUSTED_PROXIES', '172.18.0.0/33', 'FLUID_TRUSTED_PROXIES must be addresses'],
		['FLUID_TRUSTED_PROXIES', 'nginx', 'not "nginx"'],
		['DATABASE_URL', 'mysql://localhost/fluid', 'must be the address of a PostgreSQL database'],
		['DATABASE_URL', 'postgres://localhost/fluid', 'DATABASE_URL needs FLUID_SECRET_KEY'],
		['DATABASE_LISTEN_URL', 'postgres://localhost/fluid', 'but DATABASE_URL is not'],
	])('that is wrong is named in the sentence: %s=%s', (name, value, sentence) => {
		expect(() => readConfig({ [name]: value })).toThrow(sentence);
	});

	test('DATABASE_URL without a key names the key of the database that was moved, where that is here', () => {
		const DATA_DIR = mkdtempSync(join(tmpdir(), 'fluid-settings-'));
		const read = () => readConfig({ DATA_DIR, DATABASE_URL: 'postgres://localhost/fluid' });
		expect(read).toThrow('Make one with: npm run -s fluid -- secret-key create');
		writeFileSync(join(DATA_DIR, 'secret.key'), newKeyText());
		expect(read).toThrow(
			`If the database was moved there from ${DATA_DIR}, set FLUID_SECRET_KEY to what is in ${join(DATA_DIR, 'secret.key')}.`,
		);
		rmSync(DATA_DIR, { recursive: true });
	});

	test('PUBLIC_URL may have a path and loses the slash at its end', () => {
		expect(readConfig({ PUBLIC_URL: 'https://example.com/crm/' }).publicUrl).toBe(
			'https://example.com/crm',
		);
	});

	test.each([
		['127.0.0.1', true],
		['127.8.8.8', true],
		['localhost', true],
		['::1', true],
		['0.0.0.0', false],
		['192.168.0.7', false],
		['127.example.com', false],
	])('FLUID_ALLOW_PRIVATE_WEBHOOKS is, for HOST=%s, %s unless it is set', (HOST, allowed) => {
		expect(readConfig({ HOST }).allowPrivateWebhooks).toBe(allowed);
		expect(readConfig({ HOST, FLUID_ALLOW_PRIVATE_WEBHOOKS: 'true' }).allowPrivateWebhooks).toBe(
			true,
		);
		expect(readConfig({ HOST, FLUID_ALLOW_PRIVATE_WEBHOOKS: 'false' }).allowPrivateWebhooks).toBe(
			false,
		);
	});
});
