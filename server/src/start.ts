import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Config } from './config';
import type { AppContext } from './context';
import type { Database } from './database/database';
import { InUse } from './database/inUse';
import { NewerDatabase } from './database/migrate';
import { MoveRefused } from './database/move/moveRefused';
import { type OpenDatabase, openDatabase } from './openDatabase';
import { newDiskSpaceProbe } from './database/diskSpaceProbe';
import { diskFault, isBusy } from './database/sqliteFaults';
import type { Secrets } from './secrets/secrets';
import { compileAhead } from './problems/validation';
import { noteAddress } from './notedAddress';
import { newService } from './service';
import { clock } from './values/clock';
import { newSender } from './webhooks/send';
import { WrongSetting } from './wrongSetting';
import { cannotOpenPostgres } from './database/postgres/cannotOpen';

/** The running service. */
export type RunningService = {
	/** Address it listens on; empty for a worker, which answers no requests. */
	url: string;
	/** Where a worker says how it is; empty where it does not, and for all others, which say it at `url`. */
	workerUrl: string;
	/** What its parts work with. */
	context: AppContext;
	database: Database;
	secrets: Secrets;
	/** Takes no more requests, finishes what is in hand within ten seconds, leaves the rest for the next start. */
	stop: () => Promise<void>;
};

/** Docker kills after ten seconds, and what was cut off has to be put away before. */
const STOP_WITHIN_MS = 8_500;
const PUT_AWAY_MS = 500;
const HANG_UP_EVERY_MS = 50;

/** Beside the standard of PORT. */
const STANDARD_WORKER_PORT = 3001;

/** Starts the service; port 0 takes a free one. */
export async function startService(
	config: Config,
	now: () => Date = clock.now,
): Promise<RunningService> {
	const warnings: string[] = [];
	const opened = await open(config, (sentence) => warnings.push(sentence));
	try {
		return await startWith(opened, config, now, warnings);
	} catch (reason) {
		// Whoever starts after it would count on a process that is not there.
		await opened.database.close();
		throw reason;
	}
}

async function startWith(
	{ database, secrets }: OpenDatabase,
	config: Config,
	now: () => Date,
	warnings: string[],
): Promise<RunningService> {
	const sender = newSender(config.allowPrivateWebhooks, now);
	const service = newService({ config, database, secrets, sender, now });
	const { app, context } = service;
	for (const sentence of warnings) app.log.warn(sentence);
	let url = '';
	if (config.role !== 'worker') {
		compileAhead();
		await listen(app, config, 'PORT');
		url = addressOf(app.server.address() as AddressInfo, config.host);
		noteAddress(config.dataDir, config.publicUrl ?? url);
	}
	const workerUrl = config.role === 'worker' ? await sayHowItIs(app, config) : '';
	service.start(url);

	return {
		url,
		workerUrl,
		context,
		database,
		secrets,
		stop: async () => {
			const deadline = after(STOP_WITHIN_MS);
			await Promise.all([stopAnswering(app, deadline), service.stop(deadline)]);
			await sender.close();
			await service.stop(after(PUT_AWAY_MS));
			await database.close();
		},
	};
}

function after(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** A connection whose last answer has been sent is closed at once, so that nobody waits for its client to hang up. */
async function stopAnswering(app: FastifyInstance, deadline: Promise<unknown>): Promise<void> {
	const hangUp = setInterval(() => app.server.closeIdleConnections(), HANG_UP_EVERY_MS);
	await Promise.race([app.close(), deadline]);
	clearInterval(hangUp);
	app.server.closeAllConnections();
}

/** What SQLite cannot make beside its file for want of room it calls an I/O error. */
async function isFull(reason: unknown, folder: string): Promise<boolean> {
	const fault = diskFault(reason);
	const noSpace = fault?.kind === 'unavailable' ? await newDiskSpaceProbe(folder)() : fault;
	return noSpace?.kind === 'full';
}

async function open(config: Config, warn: (sentence: string) => void): Promise<OpenDatabase> {
	try {
		return await openDatabase(config, warn);
	} catch (reason) {
		if (reason instanceof WrongSetting) throw reason;
		if (reason instanceof NewerDatabase || reason instanceof MoveRefused)
			throw new WrongSetting(reason.message);
		const { dataDir } = config;
		if (config.postgres) throw new WrongSetting(cannotOpenPostgres(reason));
		const { message } = reason as Error;
		if (reason instanceof InUse) throw new WrongSetting(olderInUse(dataDir));
		if (isBusy(reason)) throw new WrongSetting(heldAlone(dataDir));
		const advice = (await isFull(reason, dataDir))
			? 'Free some space on its disk and start again.'
			: 'Choose a folder that this user can write.';
		throw new WrongSetting(
			`DATA_DIR is "${dataDir}", and the database there cannot be opened (${message}). ${advice}`,
		);
	}
}

/** What an old process would do to tables that it does not know, nobody has tried. */
function olderInUse(dataDir: string): string {
	return `The tables of the database in ${dataDir} are of an earlier version of Fluid, and another process has it open, so they cannot be brought up to date. Nothing was changed. Stop the service of that version first, with all its processes, and every fluid command; then start again.`;
}

function heldAlone(dataDir: string): string {
	return `Another process has the database in ${dataDir} for itself, such as a start that brings its tables up to date, or a fluid command. Nothing was changed. Start again when it is done.`;
}

/** Several workers of one machine that nobody has given ports work as well: the first of them says how it is. */
async function sayHowItIs(app: FastifyInstance, { host, workerPort }: Config): Promise<string> {
	if (workerPort === 0) return '';
	const port = workerPort ?? STANDARD_WORKER_PORT;
	try {
		await listen(app, { host, port }, 'FLUID_WORKER_PORT');
	} catch (reason) {
		if (workerPort !== undefined) throw reason;
		const { message } = reason as Error;
		app.log.warn(`This worker works, without /healthz, /readyz and /metrics. ${message}`);
		return '';
	}
	return addressOf(app.server.address() as AddressInfo, host);
}

async function listen(
	app: FastifyInstance,
	{ host, port }: Pick<Config, 'host' | 'port'>,
	setting: string,
): Promise<void> {
	try {
		await app.listen({ host, port });
	} catch (reason) {
		const advice = listenAdvice[(reason as NodeJS.ErrnoException).code ?? ''];
		throw advice ? new WrongSetting(advice(host, port, setting)) : reason;
	}
}

const unknownHost = (host: string) =>
	`HOST is "${host}", which is not an address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every network it is in.`;

const listenAdvice: Record<string, (host: string, port: number, setting: string) => string> = {
	EADDRINUSE: (_host, port, setting) =>
		`Port ${port} is in use already. Stop what uses it, or choose another one: ${setting}=${port + 1} npm start`,
	EACCES: (_host, port, setting) =>
		`${setting} is ${port}, which this user may not use. Choose one above 1023, e.g. ${setting}=3000.`,
	EADDRNOTAVAIL: unknownHost,
	ENOTFOUND: unknownHost,
	EAI_AGAIN: unknownHost,
};

/** An address that can be clicked: one that means every address is this machine's. */
function addressOf({ port }: AddressInfo, host: string): string {
	const isEvery = host === '0.0.0.0' || host === '::';
	const name =
		isEvery || host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
	return `http://${name}:${port}`;
}
