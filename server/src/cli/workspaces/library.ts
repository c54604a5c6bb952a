import { Argument, Command } from 'commander';
import { libraryUrl } from '../../templateLibrary/paths';
import {
	findLibraryToken,
	removeLibraryToken,
	renewLibraryToken,
} from '../../templateLibrary/store';
import { withDatabase } from '../database';
import { serviceAddress } from '../serviceAddress';
import { shellWord } from '../shellWord';
import { findChosenWorkspace, WORKSPACE_HELP } from './chosen';

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
		const workspace = await findChosenWorkspace(database, options.workspace);
		const before = await findLibraryToken(database, workspace.id);
		if (wanted === 'off' && before !== null) {
			await database.write(workspace.id, (transaction) =>
				removeLibraryToken(transaction, workspace.id),
			);
			return console.log(
				`The library of "${workspace.name}" was turned off: its address answers no longer.`,
			);
		}
		const isMade = wanted === 'renew' || (wanted === 'on' && before === null);
		const token = isMade
			? await database.write(workspace.id, (transaction) =>
					renewLibraryToken(transaction, workspace.id),
				)
			: before;
		console.log(
			token === null
				? `"${workspace.name}" has no library of its own. Turn it on with: fluid workspaces library on --workspace ${shellWord(workspace.name)}`
				: `N8N_TEMPLATES_HOST=${libraryUrl(serviceAddress(), token)}`,
		);
	});
}
