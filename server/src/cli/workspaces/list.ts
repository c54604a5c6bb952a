import { Command } from 'commander';
import { listWorkspaces } from '../../workspaces/store';
import { withDatabase } from '../database';
import { moment, table } from '../table';

/** `fluid workspaces list`. */
export function newListWorkspaces(): Command {
	return new Command('list')
		.description('list the workspaces')
		.action(list)
		.addHelpText('after', '\nExample:\n  npm run -s fluid -- workspaces list');
}

async function list(): Promise<void> {
	await withDatabase(async (database) => {
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
