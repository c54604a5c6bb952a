import { Command } from 'commander';
import { createAgencyKey } from '../../agency/keyStore';
import type { Database } from '../../database/database';
import { createKey } from '../../keys/store';
import { prepareFirstWorkspace } from '../../firstStart';
import { listWorkspaces } from '../../workspaces/store';
import { withDatabase, withNewDatabase } from '../database';
import { WrongUsage } from '../failure';
import { checkedName } from '../names';
import { findChosenWorkspace, WORKSPACE_HELP } from '../workspaces/chosen';
import { AGENCY_HELP } from './agencyKeys';

type Options = { name?: string; workspace?: string; agency?: true };

/** `fluid keys create`. */
export function newCreateKey(): Command {
	return new Command('create')
		.description('create an API key; prints the key, which is shown only once, and nothing else')
		.option('--name <name>', 'what the key is for, e.g. Zapier; it must be given')
		.option('--workspace <name>', WORKSPACE_HELP)
		.option('--agency', AGENCY_HELP)
		.action(create)
		.addHelpText(
			'after',
			`
Examples:
  npm run -s fluid -- keys create --name "My laptop"
  export FLUID_API_KEY=$(npm run -s fluid -- keys create --name Import --workspace "Client B")
  export FLUID_AGENCY_KEY=$(npm run -s fluid -- keys create --agency --name "Roll-outs")`,
		);
}

async function create(options: Options): Promise<void> {
	if (options.name === undefined) {
		throw new WrongUsage('A key needs a name: fluid keys create --name "My laptop"');
	}
	const name = checkedName('key', options.name);
	if (options.agency) return createForAgency(name, options);
	// The first workspace has its usual name, so one that is named was made before.
	const opened = options.workspace === undefined ? withNewDatabase : withDatabase;
	await opened(async (database) => {
		if (options.workspace === undefined) await makeFirstWorkspace(database);
		const workspace = await findChosenWorkspace(database, options.workspace);
		const { key } = await database.writeService((transaction) =>
			createKey(transaction, workspace.id, name, new Date()),
		);
		console.log(key);
	});
}

async function createForAgency(name: string, { workspace }: Options): Promise<void> {
	if (workspace !== undefined)
		throw new WrongUsage(
			'An agency key is of no one workspace. Leave out --workspace, or leave out --agency.',
		);
	await withNewDatabase(async (database) => {
		const { key } = await database.writeService((transaction) =>
			createAgencyKey(transaction, name, new Date()),
		);
		console.log(key);
	});
}

async function makeFirstWorkspace(database: Database): Promise<void> {
	if ((await listWorkspaces(database)).length > 0) return;
	const { name } = await prepareFirstWorkspace(database, new Date());
	console.error(`There was no workspace yet, so "${name}" was made for the key.`);
}
