import { Command } from 'commander';
import { type ApiKey, deleteKey, listKeys } from '../../keys/store';
import { didYouMean } from '../../problems/nearest';
import { withDatabase } from '../database';
import { Failure } from '../failure';
import { chosenWorkspace, WORKSPACE_HELP } from '../workspaces/chosen';

/** `fluid keys delete`. */
export function newDeleteKey(): Command {
	return new Command('delete')
		.description('delete an API key: what uses it loses access at once')
		.argument('<id-or-name>', 'id or name of the key, as keys list shows them')
		.option('--workspace <name>', WORKSPACE_HELP)
		.action(remove)
		.addHelpText('after', '\nExample:\n  npm run -s fluid -- keys delete "My laptop"');
}

async function remove(idOrName: string, options: { workspace?: string }): Promise<void> {
	await withDatabase(async (database) => {
		const workspace = await chosenWorkspace(database, options.workspace);
		const key = chosenKey(await listKeys(database, workspace.id), idOrName, workspace.name);
		await database.writeService((transaction) =>
			deleteKey(transaction, workspace.id, key.id, new Date()),
		);
		console.log(
			`Deleted the API key "${key.name}" (${key.id}). Everything that used it has lost access.`,
		);
	});
}

function chosenKey(keys: ApiKey[], idOrName: string, workspace: string): ApiKey {
	const found = keys.filter(({ id, name }) => id === idOrName || name === idOrName);
	const [key] = found;
	if (!key) {
		const names = [...new Set(keys.map(({ name }) => name))];
		throw new Failure(
			`"${workspace}" has no API key "${idOrName}".${didYouMean(idOrName, names)} List them with: fluid keys list --workspace "${workspace}"`,
		);
	}
	if (found.length === 1) return key;
	const ids = found.map(({ id, last_four }) => `${id} (ends in ${last_four})`).join(', ');
	throw new Failure(
		`${found.length} API keys are named "${idOrName}". Give the id of one: ${ids}.`,
	);
}
