import { Command } from 'commander';
import {
	type DeletedWorkspace,
	listDeletedWorkspaces,
	restorableUntil,
} from '../../workspaces/deletion';
import { listWorkspaces } from '../../workspaces/store';
import { withDatabase } from '../database';
import { moment, table } from '../table';

/** `fluid workspaces list`. */
export function newListWorkspaces(): Command {
	return new Command('list')
		.description('list the workspaces')
		.option('--deleted', 'those that were deleted and can still be restored')
		.action(list)
		.addHelpText('after', '\nExample:\n  npm run -s fluid -- workspaces list');
}

async function list({ deleted }: { deleted?: true }): Promise<void> {
	await withDatabase(async (database) => {
		if (deleted) return console.log(deletedTable(await listDeletedWorkspaces(database)));
		const workspaces = await listWorkspaces(database);
		const rows = workspaces.map(({ id, name, currency, created_at }) => [
			id,
			name,
			currency,
			moment(created_at),
		]);
		console.log(
			rows.length > 0
				? table([['ID', 'NAME', 'CURRENCY', 'CREATED (UTC)'], ...rows])
				: 'There is no workspace yet. Make one with: fluid workspaces create NAME',
		);
	});
}

function deletedTable(workspaces: DeletedWorkspace[]): string {
	if (workspaces.length === 0) return 'No workspace was deleted in the last seven days.';
	const rows = workspaces.map(({ id, name, deleted_at }) => [
		id,
		name,
		moment(deleted_at),
		moment(restorableUntil({ deleted_at }).toISOString()),
	]);
	return table([['ID', 'NAME', 'DELETED (UTC)', 'RESTORABLE UNTIL (UTC)'], ...rows]);
}
