import { Command } from 'commander';
import { didYouMean } from '../../../../contract/nearest';
import { listDeletedWorkspaces, restoreWorkspace } from '../../workspaces/deletion';
import { withDatabase } from '../database';
import { Failure } from '../failure';

/** `fluid workspaces restore`. */
export function newRestoreWorkspace(): Command {
	return new Command('restore')
		.description(
			'give back a workspace that was deleted in the last seven days, with everything in it',
		)
		.argument('<name>', 'name or id of the workspace, as workspaces list --deleted shows them')
		.action(restore)
		.addHelpText('after', '\nExample:\n  npm run -s fluid -- workspaces restore "Client B"');
}

async function restore(name: string): Promise<void> {
	await withDatabase(async (database) => {
		const deleted = await listDeletedWorkspaces(database);
		const workspace = deleted.find((each) => each.name === name || each.id === name);
		if (!workspace)
			throw new Failure(
				`No workspace "${name}" was deleted in the last seven days.${didYouMean(
					name,
					deleted.map((each) => each.name),
				)}`,
			);
		const fault = await database.writeService((transaction) =>
			restoreWorkspace(transaction, workspace.id, new Date()),
		);
		if (fault)
			throw new Failure(
				`"${workspace.name}" can no longer be restored: its seven days are over, and it is being removed. Restore a backup from before, if you have one.`,
			);
		console.log(
			`Restored "${workspace.name}": its API keys, pages, lead forms and webhooks work again, and what waited is sent.`,
		);
	});
}
