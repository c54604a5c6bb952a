import { Command } from 'commander';
import { type ApiKey, listKeys } from '../../keys/store';
import { withDatabase } from '../database';
import { moment, table } from '../table';
import { chosenWorkspace, WORKSPACE_HELP } from '../workspaces/chosen';

/** `fluid keys list`. */
export function newListKeys(): Command {
	return new Command('list')
		.description('list the API keys that give access, with their last four characters')
		.option('--workspace <name>', WORKSPACE_HELP)
		.action(list)
		.addHelpText('after', '\nExample:\n  npm run -s fluid -- keys list --workspace "Client B"');
}

async function list(options: { workspace?: string }): Promise<void> {
	await withDatabase(async (database) => {
		const workspace = await chosenWorkspace(database, options.workspace);
		const keys = await listKeys(database, workspace.id);
		console.log(
			keys.length > 0
				? table([['ID', 'NAME', 'LAST FOUR', 'CREATED (UTC)', 'LAST USED (UTC)'], ...keys.map(row)])
				: `"${workspace.name}" has no API key. Create one with: fluid keys create --name NAME`,
		);
	});
}

function row({ id, name, last_four, created_at, last_used_at }: ApiKey): string[] {
	return [id, name, last_four, moment(created_at), last_used_at ? moment(last_used_at) : 'never'];
}
