import { Command } from 'commander';
import { readConfig } from '../../config';
import type { Database } from '../../database/database';
import { sql } from '../../database/sql';
import { keySource } from '../../openDatabase';
import { storedCheckValue } from '../../secrets/checkValue';
import { type KeySource, placeOfKey } from '../../secrets/keyFile';
import { resetKey } from './resetKey';
import { rightKey } from '../../secrets/rightKey';
import { noKeyYet } from '../../secrets/unlock';
import { WrongKey } from '../../secrets/wrongKey';
import { calledOf } from '../../webhooks/calledOf';
import type { ResetWebhook } from '../../webhooks/resetSecrets';
import { listWorkspaces } from '../../workspaces/store';
import { withLockedDatabase } from '../database';
import { Failure } from '../failure';
import { table } from '../table';

/** `fluid secret-key reset`. */
export function newResetSecretKey(): Command {
	return new Command('reset')
		.description(
			'continue after the key was lost: every webhook gets a new secret and is paused; the service must be stopped',
		)
		.option('--yes', 'do it; without it, the command only says what would happen')
		.action(reset)
		.addHelpText(
			'after',
			`
Refused while the key is there: use secret-key change then. The new key is in FLUID_SECRET_KEY, or in the file secret.key
of DATA_DIR, which is made. Deals, API keys and everything else stay as they are. The webhooks are listed with their new
secrets, which are shown this once; a webhook whose secret you missed gets another one by rotating it.

Example:
  npm run -s fluid -- secret-key reset --yes`,
		);
}

async function reset(options: { yes?: true }): Promise<void> {
	const config = readConfig(process.env);
	const source = keySource(config);
	await withLockedDatabase(config, async (database) => {
		await demandLoss(database, source);
		if (!options.yes) return console.log(await prospect(database));
		const webhooks = await database.writeService((transaction) =>
			resetKey(transaction, source, new Date()),
		);
		console.log(await done(database, webhooks, source));
	});
}

/** A key that is there is not to be thrown away by mistake. */
async function demandLoss(database: Database, source: KeySource): Promise<void> {
	const checkValue = await storedCheckValue(database);
	if (checkValue === undefined) throw new Failure(noKeyYet(source));
	try {
		rightKey(checkValue, source);
	} catch (reason) {
		if (reason instanceof WrongKey) return;
		throw reason;
	}
	throw new Failure(
		`The key is not lost: the database opens with the one in ${placeOfKey(source)}, so nothing was changed. To have another one, use: npm run -s fluid -- secret-key change`,
	);
}

async function prospect(database: Database): Promise<string> {
	const row = await database.get<{ all: number; headers: number }>(sql`
		select count(*) as "all", count(auth_header) as headers from webhooks`);
	const { all, headers } = { all: Number(row?.all), headers: Number(row?.headers) };
	const webhooks =
		all === 1
			? '1 webhook gets a new signing secret and is'
			: `${all} webhooks get new signing secrets and are`;
	return `Nothing was changed yet. If you have the key, also in a backup, put it back instead.
${webhooks} paused: events are kept in the meantime. ${headers} of them lose${headers === 1 ? 's' : ''} the Authorization header, which has to be entered again.
Do it with: npm run -s fluid -- secret-key reset --yes`;
}

async function done(
	database: Database,
	webhooks: ResetWebhook[],
	source: KeySource,
): Promise<string> {
	const key = `in ${placeOfKey(source)}${source.given ? '' : ': copy it to where your backups are not'}`;
	if (webhooks.length === 0)
		return `There is no webhook. The key is ${key}. Start the service again.`;
	const workspaces = new Map((await listWorkspaces(database)).map(({ id, name }) => [id, name]));
	const rows = webhooks.map(({ webhook, secret, lostAuthHeader }) => [
		workspaces.get(webhook.workspace_id) ?? '',
		webhook.id,
		calledOf(webhook),
		lostAuthHeader ? 'enter it again' : 'none',
		secret,
	]);
	return `${table([['WORKSPACE', 'WEBHOOK', 'NAME OR URL', 'AUTHORIZATION', 'NEW SIGNING SECRET'], ...rows])}

The webhooks are paused, and what happens is kept. For each: give its receiver the new secret, which is shown this once,
enter the Authorization header again where one was lost, resume it, and replay what was held.
n8n workflows and Zaps: switch them off and on again, and they create a new webhook automatically.
The key is ${key}. Start the service again.`;
}
