import { Command } from 'commander';
import { type Config, readConfig, secretKey } from '../../config';
import type { Database } from '../../database/database';
import { EmbeddedDatabase } from '../../database/embedded';
import { sql } from '../../database/sql';
import { keySource, removeRemains } from '../../openDatabase';
import { changeKey, type KeyChange } from '../../secrets/changeKey';
import { keyFileOf } from '../../secrets/keyFile';
import { demandRightKey } from '../../secrets/rightKey';
import { CannotOpen } from '../../secrets/secrets';
import { withLockedDatabase } from '../database';
import { Failure, WrongUsage } from '../failure';

const NEW_KEY = 'FLUID_NEW_SECRET_KEY';

/** `fluid secret-key change`. */
export function newChangeSecretKey(): Command {
	return new Command('change')
		.description(
			'encrypt the secrets in the database with another key; the service must be stopped',
		)
		.option(
			'--file',
			'make the new key and keep it in the data folder, also where FLUID_SECRET_KEY is set',
		)
		.action(change)
		.addHelpText(
			'after',
			`
The key so far is the one of the service: in FLUID_SECRET_KEY, or in the file secret.key of DATA_DIR. The new one is in
${NEW_KEY}, or else it is made and takes the place of the one in the file. Interrupted at any moment, either the old
key is still the right one or the new one is. Older backups need the key that was in use at their time.

Examples:
  npm run -s fluid -- secret-key change
  ${NEW_KEY}=$(npm run -s fluid -- secret-key create) npm run -s fluid -- secret-key change`,
		);
}

async function change(options: { file?: true }): Promise<void> {
	const config = readConfig(process.env);
	const next = secretKey(NEW_KEY, process.env[NEW_KEY]);
	demandPlaceOfKey(config, next !== undefined, options.file === true);
	const source = keySource(config);
	await withLockedDatabase(
		config,
		async (database) => {
			const changed = await changeKey(database, source, next).catch((reason: unknown) => {
				throw reason instanceof CannotOpen
					? new Failure(`${reason.message} Then change the key.`)
					: reason;
			});
			if (!changed) return console.log(`The database has this key already. ${START_WITH}`);
			await removeOld(database);
			console.log(done(changed, config, next !== undefined));
		},
		(checkValue) => demandRightKey(checkValue, source),
	);
}

/** @throws WrongUsage where it is not clear where the new key shall be */
function demandPlaceOfKey(
	{ postgres, secretKey: before, dataDir }: Config,
	isGiven: boolean,
	inFile: boolean,
) {
	if (isGiven && inFile)
		throw new WrongUsage(
			`The new key is either made in the file or given: leave out --file, or unset ${NEW_KEY}.`,
		);
	if (postgres && inFile)
		throw new WrongUsage(
			`All processes that use the database in DATABASE_URL have its key in FLUID_SECRET_KEY: leave out --file, and set ${NEW_KEY}.`,
		);
	if (!before || isGiven || inFile) return;
	const orFile = postgres ? '' : `, or give --file to have it in ${keyFileOf(dataDir)}`;
	throw new WrongUsage(
		`The key is in FLUID_SECRET_KEY, so say where the new one shall be: set ${NEW_KEY} to it (npm run -s fluid -- secret-key create makes one)${orFile}.`,
	);
}

/** What was replaced stays in unused parts of the files until they are written anew. */
async function removeOld(database: Database): Promise<void> {
	if (database instanceof EmbeddedDatabase)
		return removeRemains(database, 'encrypted with the old key', console.error);
	await database.all(sql`vacuum full webhooks`);
	await database.all(sql`vacuum full service_keys`);
}

const START_WITH = `Start the service with FLUID_SECRET_KEY set to what ${NEW_KEY} is now.`;

function done(
	{ count, oldKeyFile }: KeyChange,
	{ dataDir, secretKey: before }: Config,
	isGiven: boolean,
): string {
	const unset = before ? ' Unset FLUID_SECRET_KEY before you start the service.' : '';
	return [
		`${count === 1 ? '1 secret is now' : `${count.toLocaleString('en')} secrets are now`} encrypted with the new key.`,
		isGiven
			? START_WITH
			: `It is in ${keyFileOf(dataDir)}: copy it to where your backups are not.${unset}`,
		`Older backups need the old one${oldKeyFile ? `, which is in ${oldKeyFile}` : ''}.`,
	].join('\n');
}
