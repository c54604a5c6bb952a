import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { KEY_FORM, readKey } from './secrets/key';
import { keyFileOf } from './secrets/keyFile';
import { type PostgresAddress, postgresAddress } from './database/postgres/address';
import { WrongSetting } from './wrongSetting';
import { DEFAULT_RETRY_SCHEDULE, parseSchedule } from './values/retrySchedule';

/** The settings of the service, each from the environment variable of its name. */
export type Config = {
	host: string;
	port: number;
	dataDir: string;
	/** The PostgreSQL database that holds everything in place of the embedded one; undefined for that. */
	postgres: PostgresSetting | undefined;
	/** Address under which people and other services reach this one; undefined: the address it listens on. */
	publicUrl: string | undefined;
	/** Signs in to the pages; undefined: only a link made on this machine does. */
	adminPassword: string | undefined;
	/** Opens what is stored and must stay secret; undefined: a key in a file of the data folder does. */
	secretKey: KeyObject | undefined;
	/** Waiting times before each retry of a delivery, in milliseconds. */
	retryScheduleMs: number[];
	/** Whether deliveries may go to loopback, private and other non-public addresses. */
	allowPrivateWebhooks: boolean;
	/** What this process does: answer requests (`api`), send deliveries (`worker`), or both. */
	role: 'all' | 'api' | 'worker';
	/** Where a worker says how it is; 0: nowhere; undefined: at the standard port, unless another one is there already. */
	workerPort: number | undefined;
	/** Requests of one API key in a minute; 0 for any number. */
	rateLimit: number;
	/** Proxies whose X-Forwarded-For and -Proto are believed: addresses, networks, or names of networks. */
	trustedProxies: string[];
	logLevel: string;
};

/** Where the database is, and where its changes are listened to: undefined where a proxy stands before it. */
export type PostgresSetting = PostgresAddress & { listenUrl: string | undefined };

const SHORTEST_PASSWORD = 8;

type Environment = Record<string, string | undefined>;

/**
 * Returns the settings.
 *
 * @throws WrongSetting naming the variable and what it takes
 */
export function readConfig(environment: Environment): Config {
	const host = environment.HOST || '127.0.0.1';
	return {
		host,
		port: wholeNumber('PORT', environment.PORT, 3000, 65_535),
		dataDir: dataDirOf(environment),
		postgres: postgres(environment),
		publicUrl: publicUrl(environment.PUBLIC_URL),
		adminPassword: adminPassword(environment.FLUID_ADMIN_PASSWORD),
		secretKey: secretKey('FLUID_SECRET_KEY', environment.FLUID_SECRET_KEY),
		retryScheduleMs: schedule(environment.FLUID_RETRY_SCHEDULE),
		allowPrivateWebhooks: allowPrivate(environment.FLUID_ALLOW_PRIVATE_WEBHOOKS, host),
		role: oneOf('FLUID_ROLE', environment.FLUID_ROLE, ['all', 'api', 'worker']),
		workerPort: workerPort(environment.FLUID_WORKER_PORT),
		rateLimit: wholeNumber('FLUID_RATE_LIMIT', environment.FLUID_RATE_LIMIT, 6000, 100_000_000),
		trustedProxies: proxies(environment.FLUID_TRUSTED_PROXIES),
		logLevel: oneOf('LOG_LEVEL', environment.LOG_LEVEL, [
			'warn',
			'fatal',
			'error',
			'info',
			'debug',
			'trace',
			'silent',
		]),
	};
}

function dataDirOf({ DATA_DIR }: Environment): string {
	return DATA_DIR || './data';
}

/** A database that was moved keeps the key that was in the file: with another one, none of its secrets could be read. */
function whereKeyIs(folder: string): string {
	const make = 'with: npm run -s fluid -- secret-key create';
	const file = keyFileOf(folder);
	return existsSync(file)
		? `If the database was moved there from ${folder}, set FLUID_SECRET_KEY to what is in ${file}. For a new database, make one ${make}`
		: `Make one ${make}`;
}

/** The sentences repeat no address: it holds a password. */
function postgres(environment: Environment): PostgresSetting | undefined {
	const { DATABASE_URL, DATABASE_LISTEN_URL, FLUID_SECRET_KEY } = environment;
	if (!DATABASE_URL) {
		if (!DATABASE_LISTEN_URL) return undefined;
		throw new WrongSetting(
			'DATABASE_LISTEN_URL is set, but DATABASE_URL is not. Set both, or neither for the embedded database.',
		);
	}
	const address = databaseAddress('DATABASE_URL', DATABASE_URL);
	const listen = DATABASE_LISTEN_URL && databaseAddress('DATABASE_LISTEN_URL', DATABASE_LISTEN_URL);
	if (!FLUID_SECRET_KEY)
		throw new WrongSetting(
			`DATABASE_URL needs FLUID_SECRET_KEY: all processes that use the database must have the same key. ${whereKeyIs(dataDirOf(environment))}`,
		);
	return {
		...address,
		listenUrl: listen ? listen.url : address.isPooled ? undefined : address.url,
	};
}

function databaseAddress(name: string, value: string): PostgresAddress {
	const address = postgresAddress(value);
	if (address) return address;
	throw new WrongSetting(
		`${name} must be the address of a PostgreSQL database, such as postgres://user:password@db.example.com:5432/fluid. Leave DATABASE_URL out for the embedded database.`,
	);
}

function wholeNumber(
	name: string,
	value: string | undefined,
	standard: number,
	most: number,
): number {
	if (!value) return standard;
	const number = /^\d+$/.test(value) ? Number(value) : NaN;
	if (number <= most) return number;
	throw new WrongSetting(`${name} must be a whole number from 0 to ${most}, not "${value}".`);
}

function workerPort(value: string | undefined): number | undefined {
	return value ? wholeNumber('FLUID_WORKER_PORT', value, 0, 65_535) : undefined;
}

/** The first choice is the standard. */
function oneOf<T extends string>(
	name: string,
	value: string | undefined,
	choices: readonly [T, ...T[]],
): T {
	if (!value) return choices[0];
	const choice = choices.find((candidate) => candidate === value);
	if (choice) return choice;
	throw new WrongSetting(`${name} must be one of ${choices.join(', ')}, not "${value}".`);
}

function publicUrl(value: string | undefined): string | undefined {
	if (!value) return undefined;
	// Paths are written behind it, so it can hold neither a query nor a password.
	if (/^https?:\/\/[^?#@\s]+$/.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '');
	const shown = value.replace(/[^/\s]*@/, '[hidden]@');
	throw new WrongSetting(
		`PUBLIC_URL must be an address such as https://crm.example.com, not "${shown}".`,
	);
}

function adminPassword(value: string | undefined): string | undefined {
	if (!value) return undefined;
	if (value.length >= SHORTEST_PASSWORD) return value;
	throw new WrongSetting(
		`FLUID_ADMIN_PASSWORD must have at least ${SHORTEST_PASSWORD} characters: it opens every workspace.`,
	);
}

/**
 * Returns the key in a variable.
 *
 * @throws WrongSetting when it is none; its sentence does not repeat it
 */
export function secretKey(name: string, value: string | undefined): KeyObject | undefined {
	if (!value) return undefined;
	const key = readKey(value);
	if (key) return key;
	throw new WrongSetting(
		`${name} must be ${KEY_FORM}; the one given has ${value.trim().length} characters. Make one with: npm run -s fluid -- secret-key create`,
	);
}

function schedule(value: string | undefined): number[] {
	const parsed = parseSchedule(value || DEFAULT_RETRY_SCHEDULE);
	if (parsed) return parsed;
	throw new WrongSetting(
		`FLUID_RETRY_SCHEDULE must be waiting times of at most 30 days such as 5s,5m,30m,2h or 1d, separated by commas, not "${value}".`,
	);
}

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** By default, a proxy on this machine. */
function proxies(value: string | undefined): string[] {
	const given = (value || 'loopback').split(',').map((entry) => entry.trim());
	if (given.every((entry) => NAMED_NETWORKS.includes(entry) || isNetwork(entry))) return given;
	throw new WrongSetting(
		`FLUID_TRUSTED_PROXIES must be addresses or networks such as 172.18.0.3 or 172.18.0.0/16, or loopback, linklocal or uniquelocal, separated by commas, not "${value}".`,
	);
}

function isNetwork(text: string): boolean {
	const [address = '', length, ...rest] = text.split('/');
	const bits = { 4: 32, 6: 128 }[isIP(address)];
	if (bits === undefined || rest.length > 0) return false;
	return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits);
}

/** By default, a service that only this machine reaches may deliver to this machine. */
function allowPrivate(value: string | undefined, host: string): boolean {
	const choice = oneOf('FLUID_ALLOW_PRIVATE_WEBHOOKS', value, ['auto', 'true', 'false']);
	if (choice !== 'auto') return choice === 'true';
	return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
