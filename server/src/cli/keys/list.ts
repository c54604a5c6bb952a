import { Command } from 'commander';
import { type AgencyKey, listAgencyKeys } from '../../agency/keyStore';
import type { Database } from '../../database/database';
import { type ApiKey, listKeys } from '../../keys/store';
import { withDatabase } from '../database';
import { shellWord } from '../shellWord';
import { moment, table } from '../table';
import { findChosenWorkspace, WORKSPACE_HELP } from '../workspaces/chosen';

type Options = { workspace?: string; agency?: true };

/** `fluid keys list`. */
export function newListKeys(): Command {
	return new Command('list')
		.description('list the API keys that give access, with their last four characters')
		.option('--workspace <name>', WORKSPACE_HELP)
		.option('--agency', 'the agency keys instead')
		.action(list)
		.addHelpText('after', '\nExample:\n  npm run -s fluid -- keys list --workspace "Client B"');
}

async function list({ workspace, agency }: Options): Promise<void> {
	await withDatabase(async (database) => {
		console.log(await (agency ? agencyTable(database) : workspaceTable(database, workspace)));
	});
}

async function workspaceTable(database: Database, name: string | undefined): Promise<string> {
	const workspace = await findChosenWorkspace(database, name);
	const keys = await listKeys(database, workspace.id);
	return keys.length > 0
		? keyTable(keys)
		: `"${workspace.name}" has no API key. Create one with: fluid keys create --name NAME --workspace ${shellWord(workspace.name)}`;
}

async function agencyTable(database: Database): Promise<string> {
	const keys = await listAgencyKeys(database);
	return keys.length > 0
		? keyTable(keys, 'fluid_agency_...')
		: 'There is no agency key. Create one with: fluid keys create --agency --name NAME';
}

function keyTable(keys: Array<ApiKey | AgencyKey>, before = ''): string {
	const rows = keys.map(({ id, name, last_four, created_at, last_used_at }) => [
		id,
		name,
		`${before}${last_four}`,
		moment(created_at),
		last_used_at ? moment(last_used_at) : 'never',
	]);
	return table([['ID', 'NAME', 'LAST FOUR', 'CREATED (UTC)', 'LAST USED (UTC)'], ...rows]);
}
