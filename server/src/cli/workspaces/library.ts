import { Argument, Command } from 'commander';
import type { Database } from '../../database/database';
import { libraryUrl } from '../../templateLibrary/paths';
import {
	findLibraryToken,
	removeLibraryToken,
	renewLibraryToken,
} from '../../templateLibrary/store';
import type { Workspace } from '../../workspaces/store';
import { withDatabase } from '../database';
import { serviceAddress } from '../serviceAddress';
import { chosenWorkspace, WORKSPACE_HELP } from './chosen';

/** `fluid workspaces library`. */
export function newWorkspaceLibrary(): Command {
	return new Command('library')
		.description(
			"the template library of a workspace for its own n8n, with the workspace's names filled in; off until it is turned on",
		)
		.addArgument(
			new Argument('[act]', 'what to do; the setting for n8n is printed')
				.choices(['show', 'on', 'renew', 'off'])
				.default('show'),
		)
		.option('--workspace <name>', WORKSPACE_HELP)
		.action(act)
		.addHelpText(
			'after',
			`
Examples:
  npm run -s fluid -- workspaces library on --workspace "Client A"
  npm run -s fluid -- workspaces library renew --workspace "Client A"   the address of before stops answering`,
		);
}

type Act = 'show' | 'on' | 'renew' | 'off';

async function act(wanted: Act, options: { workspace?: string }): Promise<void> {
	await withDatabase(async (database) => {
		const workspace = await chosenWorkspace(database, options.workspace);
		const token = await acts[wanted](database, workspace);
		console.log(
			token === null
				? `"${workspace.name}" has no library of its own. Turn it on with: fluid workspaces library on`
				: `N8N_TEMPLATES_HOST=${libraryUrl(serviceAddress(), token)}`,
		);
	});
}

type Work = (database: Database, workspace: Workspace) => Promise<string | null>;

const show: Work = (database, { id }) => findLibraryToken(database, id);
const renew: Work = (database, { id }) =>
	database.write(id, (transaction) => renewLibraryToken(transaction, id));

const acts: Record<Act, Work> = {
	show,
	renew,
	on: async (database, workspace) =>
		(await show(database, workspace)) ?? renew(database, workspace),
	off: async (database, { id }) => {
		await database.write(id, (transaction) => removeLibraryToken(transaction, id));
		return null;
	},
};
