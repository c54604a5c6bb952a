import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { type Config, readConfig } from '../../config';
import { DATABASE_FILE, type EmbeddedDatabase } from '../../database/embedded';
import { MOVED_FILE } from '../../movedAway';
import { MoveRefused } from '../../database/move/moveRefused';
import { type PostgresAddress, postgresAddress } from '../../database/postgres/address';
import { storedCheckValue } from '../../secrets/checkValue';
import { keyFileOf } from '../../secrets/keyFile';
import { unlock } from '../../secrets/unlock';
import { demandEmbedded, withDatabaseAlone } from '../database';
import { Failure, WrongUsage } from '../failure';
import { newMoveProgress } from './progress';

/** `fluid database move`. */
export function newMove(): Command {
	return new Command('move')
		.description(
			'carry everything over to an empty PostgreSQL database; the service must be stopped',
		)
		.requiredOption('--to <url>', 'its address, e.g. postgres://fluid@db.example.com:5432/fluid')
		.action(move)
		.addHelpText(
			'after',
			`
Each table is read back and compared row by row. Interrupted, run the same again: what has arrived stays. Until all has,
no service starts on the new database. The file stays under another name, for the way back. A password need not stand
in the address, where others on this machine see it: PGPASSWORD holds it, or the file ~/.pgpass.

Example:
  npm run -s fluid -- database move --to postgres://fluid@db.example.com:5432/fluid`,
		);
}

async function move({ to }: { to: string }): Promise<void> {
	const config = readConfig(process.env);
	demandEmbedded(config);
	const address = addressIn(to);
	const file = join(config.dataDir, DATABASE_FILE);
	await withDatabaseAlone(config, (database) => carryOver(database, config, address));
	const kept = keep(file);
	console.log(done(kept, config));
}

function addressIn(to: string): PostgresAddress {
	const address = postgresAddress(to);
	if (!address)
		throw new WrongUsage(
			'--to must be the address of a PostgreSQL database, such as postgres://fluid@db.example.com:5432/fluid.',
		);
	if (address.isPooled)
		throw new WrongUsage(
			'--to must name the server itself and not PgBouncer: leave out pgbouncer=true, and give its own host and port.',
		);
	return address;
}

/** The key is looked for first: without it, nothing could be delivered from the new database either. */
async function carryOver(
	database: EmbeddedDatabase,
	{ dataDir, secretKey }: Config,
	address: PostgresAddress,
): Promise<void> {
	await unlock(database, { given: secretKey, folder: dataDir });
	const id = (await storedCheckValue(database)) as string;
	// With PostgreSQL's driver, which no other command needs.
	const { moveDatabase } = await import('../../database/move/moveDatabase.js');
	await moveDatabase({ reader: database, id }, address, newMoveProgress()).catch(
		(reason: unknown) => {
			if (reason instanceof MoveRefused) throw new Failure(reason.message);
			throw new Failure(
				`The move ended before everything was there: ${(reason as Error).message}. Nothing was changed in ${dataDir}. Check that the database in --to is there, has room, and that its user may make tables in it; then run the same again.`,
			);
		},
	);
}

/** Who starts the service as before by mistake shall not go on with what is another database's by now. */
function keep(file: string): string {
	const name = join(dirname(file), MOVED_FILE);
	let kept = name;
	for (let number = 2; existsSync(kept); number += 1) kept = `${name}-${number}`;
	renameSync(file, kept);
	return kept;
}

function done(kept: string, { dataDir, secretKey }: Config): string {
	const key = secretKey
		? 'the same FLUID_SECRET_KEY'
		: `FLUID_SECRET_KEY set to what is in ${keyFileOf(dataDir)}`;
	return `
Everything is there, and was read back the same. Start the service with DATABASE_URL set to the new address, and
${key}. Then prove it with: npm run -s fluid -- doctor
The embedded database is kept as ${kept}. To go back to it before a service has worked with the new one, give the file
its name again.`;
}
