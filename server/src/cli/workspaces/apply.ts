import { Command } from 'commander';
import { schemas } from '../../../../contract/schemas';
import { BlueprintRefused } from '../../blueprints/refused';
import type { Database, Transaction } from '../../database/database';
import { withDatabase } from '../database';
import { Failure } from '../failure';
import { shownName } from '../files';
import { writeContext } from '../../context';
import { COMMAND_PARTS } from '../commandParts';
import { findChosenWorkspace, WORKSPACE_HELP } from './chosen';
import type { ApplyOutcome } from '../../blueprints/application';

type Options = { workspace?: string; delete?: true; rename?: true; dryRun?: true };

/** `fluid workspaces apply`. */
export function newApplyBlueprint(): Command {
	return new Command('apply')
		.description(
			'bring the pipelines, stages, custom fields and lead forms of a workspace in line with a blueprint; safe to run twice',
		)
		.argument('<file>', 'the blueprint, a JSON file, or - for stdin')
		.option('--workspace <name>', WORKSPACE_HELP)
		.option(
			'--delete',
			'remove the stages, custom fields (with the values of deals) and options that are not in the file; other pipelines stay, and so does a stage with deals in it',
		)
		.option('--rename', 'give what has another name here the name that it has in the file')
		.option('--dry-run', 'say what would change and change nothing')
		.action(apply)
		.addHelpText(
			'after',
			`
A blueprint:
  { "pipelines": [ { "name": "Sales", "stages": ["New lead", "Contacted"], "custom_fields": [
    { "name": "Industry", "type": "select", "options": ["SaaS", "Retail"], "required": false } ] } ] }

Field types: ${schemas.customFieldType.enum.join(', ')}.
Pipelines, stages, fields and options are found by the name they have or had before (fields by "key" where it is given).
Where "custom_fields", "options" or
"required" is left out, what is there stays.

Examples:
  npm run -s fluid -- workspaces apply agency.json --workspace "Client B" --dry-run
  npm run -s fluid -- workspaces apply agency.json --workspace "Client B"`,
		);
}

async function apply(file: string, options: Options): Promise<void> {
	// Loaded only here, with its validator: the other commands start faster without it.
	const { blueprintFile } = await import('./blueprintFile.js');
	const { applyBlueprint } = await import('../../blueprints/apply.js');
	const blueprint = blueprintFile(file);
	await withDatabase(async (database) => {
		const workspace = await findChosenWorkspace(database, options.workspace);
		const work = (transaction: Transaction) =>
			applyBlueprint(writeContext(COMMAND_PARTS, transaction, workspace.id), blueprint, {
				isDeleting: options.delete === true,
				isRenaming: options.rename === true,
			});
		const outcome = await carryOut(database, workspace.id, work, options).catch(
			(reason: unknown) => {
				if (!(reason instanceof BlueprintRefused)) throw reason;
				throw new Failure(
					`Nothing was changed in "${workspace.name}":\n${reason.reasons.join('\n')}`,
				);
			},
		);
		for (const change of outcome.changes) console.log(change);
		for (const thing of outcome.kept)
			console.log(`Kept ${thing}, which is not in the file; --delete removes it.`);
		for (const other of outcome.otherNames)
			console.log(`${other}, and keeps this name; --rename renames it.`);
		for (const warning of outcome.warnings) console.log(warning);
		console.log(summary(workspace.name, shownName(file), outcome.changes.length, options));
	});
}

function carryOut(
	database: Database,
	workspaceId: string,
	work: (transaction: Transaction) => Promise<ApplyOutcome>,
	{ dryRun }: Options,
): Promise<ApplyOutcome> {
	return dryRun ? database.dryRun(workspaceId, work) : database.write(workspaceId, work);
}

function summary(workspace: string, file: string, changes: number, { dryRun }: Options): string {
	if (changes === 0)
		return `"${workspace}" has everything that ${file} names already; nothing was changed.`;
	const count = changes === 1 ? 'one change' : `${changes} changes`;
	return dryRun
		? `This was a dry run: ${count} would be made to "${workspace}"; nothing was changed.`
		: `"${workspace}" now has everything that ${file} names: ${count}.`;
}
