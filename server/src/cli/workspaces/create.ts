import { Command } from 'commander';
import type { Blueprint } from '../../../../contract/types';
import type { Database } from '../../database/database';
import { isCurrency } from '../../../../contract/reading';
import { createWorkspaceWithDefaults } from '../../firstStart';
import { createWorkspace, DEFAULT_CURRENCY, type Workspace } from '../../workspaces/store';
import { nameFault } from '../../workspaces/deletion';
import { withNewDatabase } from '../database';
import { Failure, WrongUsage } from '../failure';
import { checkedName } from '../names';
import { shellWord } from '../shellWord';
import { writeContext } from '../../context';
import { COMMAND_PARTS } from '../commandParts';

type Options = { currency: string; blueprint?: string };

/** `fluid workspaces create`. */
export function newCreateWorkspace(): Command {
	return new Command('create')
		.description('create a workspace with the pipeline Sales, or with what a blueprint names')
		.argument('<name>', 'name of the workspace, e.g. "Client B"')
		.option(
			'--currency <code>',
			'currency of its deals where none is given, e.g. EUR',
			DEFAULT_CURRENCY,
		)
		.option('--blueprint <file>', 'begin with the pipelines of this file instead of Sales')
		.action(create)
		.addHelpText(
			'after',
			`
Examples:
  npm run -s fluid -- workspaces create "Client B" --currency EUR
  npm run -s fluid -- workspaces create "Client C" --blueprint agency.json`,
		);
}

async function create(givenName: string, options: Options): Promise<void> {
	const name = checkedName('workspace', givenName);
	const currency = checkedCurrency(options.currency);
	const blueprint = options.blueprint === undefined ? undefined : await readFile(options.blueprint);
	await withNewDatabase(async (database) => {
		const fault = await nameFault(database, name);
		if (fault) throw new Failure(fault);
		const { id } = blueprint
			? await createFromBlueprint(database, name, currency, blueprint)
			: await createWorkspaceWithDefaults(database, name, currency, new Date());
		console.log(`Created workspace "${name}" (${id}), currency ${currency}.`);
		console.log(
			`Give it an API key with: fluid keys create --name NAME --workspace ${shellWord(name)}`,
		);
	});
}

/** The validator is loaded only where a file is read: the other commands start faster without it. */
async function readFile(file: string): Promise<Blueprint> {
	const { blueprintFile } = await import('./blueprintFile.js');
	return blueprintFile(file);
}

async function createFromBlueprint(
	database: Database,
	name: string,
	currency: string,
	blueprint: Blueprint,
): Promise<Workspace> {
	const { applyBlueprint } = await import('../../blueprints/apply.js');
	return database.writeService(async (transaction) => {
		const workspace = await createWorkspace(transaction, name, currency, new Date());
		await applyBlueprint(writeContext(COMMAND_PARTS, transaction, workspace.id), blueprint, {
			isDeleting: false,
		});
		return workspace;
	});
}

function checkedCurrency(code: string): string {
	const currency = code.trim().toUpperCase();
	if (isCurrency(currency)) return currency;
	throw new WrongUsage(`"${code}" is not an ISO 4217 currency code. Write it like EUR.`);
}
