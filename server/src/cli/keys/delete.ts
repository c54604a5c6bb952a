import { Command } from 'commander';
import type { ApiKeyDeletion } from '../../../../contract/types';
import { type AgencyKey, deleteAgencyKey, listAgencyKeys } from '../../agency/keyStore';
import { deleteKeyWithWebhooks } from '../../keys/deletion';
import { type ApiKey, listKeys } from '../../keys/store';
import { didYouMean } from '../../../../contract/nearest';
import { withDatabase } from '../database';
import { Failure } from '../failure';
import { shellWord } from '../shellWord';
import { findChosenWorkspace, WORKSPACE_HELP } from '../workspaces/chosen';

type Options = { workspace?: string; agency?: true; pauseWebhooks?: true };

/** `fluid keys delete`. */
export function newDeleteKey(): Command {
	return new Command('delete')
		.description(
			'delete an API key: what uses it loses access at once. Webhooks that were created with it go on sending, unless they are paused',
		)
		.argument('<id-or-name>', 'id or name of the key, as keys list shows them')
		.option('--workspace <name>', WORKSPACE_HELP)
		.option('--pause-webhooks', 'pause the webhooks that were created with the key')
		.option('--agency', 'an agency key')
		.action(remove)
		.addHelpText(
			'after',
			`
Examples:
  npm run -s fluid -- keys delete "My laptop"
  npm run -s fluid -- keys delete Zapier --workspace "Client B" --pause-webhooks`,
		);
}

async function remove(idOrName: string, options: Options): Promise<void> {
	if (options.agency) return removeOfAgency(idOrName);
	await withDatabase(async (database) => {
		const workspace = await findChosenWorkspace(database, options.workspace);
		const key = chosenKey(await listKeys(database, workspace.id), idOrName, {
			kind: 'API key',
			whose: `"${workspace.name}" has no API key`,
			list: `fluid keys list --workspace ${shellWord(workspace.name)}`,
		});
		const isPausing = options.pauseWebhooks === true;
		const { webhooks } = await database.writeService((transaction) =>
			deleteKeyWithWebhooks(transaction, key.id, { isPausing }, new Date()),
		);
		console.log(
			`Deleted the API key "${key.name}" (${key.id}). Everything that used it has lost access.`,
		);
		for (const sentence of webhookSentences(webhooks)) console.log(sentence);
	});
}

function webhookSentences(webhooks: ApiKeyDeletion['webhooks']): string[] {
	if (webhooks.length === 0) return [];
	const names = webhooks.map(({ id, name, url }) => `${name ?? url ?? id} (${id})`).join(', ');
	const isSending = webhooks.some(({ status }) => status === 'active');
	const created = `It had created ${webhooks.length === 1 ? 'a webhook' : `${webhooks.length} webhooks`}: ${names}.`;
	return [
		isSending
			? `${created} Active ones go on sending, and whoever created them can no longer delete them. Pause or delete them under Settings > Automations > Webhooks.`
			: `${created} ${webhooks.length === 1 ? 'It is' : 'They are'} paused.`,
	];
}

async function removeOfAgency(idOrName: string): Promise<void> {
	await withDatabase(async (database) => {
		const key = chosenKey(await listAgencyKeys(database), idOrName, {
			kind: 'agency key',
			whose: 'There is no agency key',
			list: 'fluid keys list --agency',
		});
		await database.writeService((transaction) => deleteAgencyKey(transaction, key.id, new Date()));
		console.log(
			`Deleted the agency key "${key.name}" (${key.id}). Everything that used it has lost access.`,
		);
	});
}

function chosenKey<Key extends ApiKey | AgencyKey>(
	keys: Key[],
	idOrName: string,
	{ kind, whose, list }: { kind: string; whose: string; list: string },
): Key {
	const found = keys.filter(({ id, name }) => id === idOrName || name === idOrName);
	const [key] = found;
	if (!key) {
		const names = [...new Set(keys.map(({ name }) => name))];
		throw new Failure(
			`${whose} "${idOrName}".${didYouMean(idOrName, names)} List them with: ${list}`,
		);
	}
	if (found.length === 1) return key;
	const ids = found.map(({ id, last_four }) => `${id} (ends in ${last_four})`).join(', ');
	throw new Failure(
		`${found.length} ${kind}s are named "${idOrName}". Give the id of one: ${ids}.`,
	);
}
