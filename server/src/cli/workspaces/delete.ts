import { Command } from 'commander';
import {
	countDeals,
	deleteWorkspace,
	type DeletionFault,
	restorableUntil,
} from '../../workspaces/deletion';
import { askedFor } from '../askedFor';
import { withDatabase } from '../database';
import { Failure } from '../failure';
import { shellWord } from '../shellWord';
import { findChosenWorkspace } from './chosen';

/** `fluid workspaces delete`. */
export function newDeleteWorkspace(): Command {
	return new Command('delete')
		.description('delete a workspace with everything in it; for seven days it can be restored')
		.argument('<name>', 'name or id of the workspace')
		.action(remove)
		.addHelpText(
			'after',
			`
It asks for the name once more. Its API keys, pages, lead forms and webhooks end at once. After seven days everything in
it is removed for good, a little at a time, so that nobody waits for it.

Examples:
  npm run -s fluid -- workspaces delete "Client B"
  npm run -s fluid -- workspaces restore "Client B"`,
		);
}

async function remove(name: string): Promise<void> {
	await withDatabase(async (database) => {
		const workspace = await findChosenWorkspace(database, name);
		const deals = await countDeals(database, workspace.id);
		const count = deals === 1 ? 'one deal' : `${deals.toLocaleString('en')} deals`;
		const typed = await askedFor(
			`"${workspace.name}" has ${count}. Type its name to delete it with everything in it: `,
		);
		if (typed !== workspace.name)
			throw new Failure(
				`Nothing was deleted: "${typed}" is not the name of the workspace, which is "${workspace.name}".`,
			);
		const now = new Date();
		const fault = await database.writeService((transaction) =>
			deleteWorkspace(transaction, workspace.id, now),
		);
		if (fault) throw new Failure(sentences[fault](workspace.name));
		const until = restorableUntil({ deleted_at: now.toISOString() });
		console.log(
			`Deleted "${workspace.name}". Until ${until.toISOString().slice(0, 10)} it can be restored with: fluid workspaces restore ${shellWord(workspace.name)}`,
		);
	});
}

const sentences: Record<DeletionFault, (name: string) => string> = {
	last: (name) =>
		`"${name}" is the only workspace. Make another one first: fluid workspaces create NAME`,
	unknown: (name) => `"${name}" was deleted just now by somebody else.`,
	too_late: (name) => `"${name}" is being removed.`,
};
