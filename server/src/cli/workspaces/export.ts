import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { blueprintOf } from '../../blueprints/export';
import { listForms } from '../../forms/store';
import { loadPipelines } from '../../pipelines/store';
import { withDatabase } from '../database';
import { Failure } from '../failure';
import { fileFault, PIPE, userPath } from '../files';
import { findChosenWorkspace, WORKSPACE_HELP } from './chosen';

/** `fluid workspaces export`. */
export function newExportBlueprint(): Command {
	return new Command('export')
		.description(
			'write the pipelines, stages, custom fields and lead forms of a workspace as a blueprint',
		)
		.argument('[file]', 'the file to write; printed when left out, or -')
		.option('--workspace <name>', WORKSPACE_HELP)
		.action(write)
		.addHelpText(
			'after',
			`
Examples:
  npm run -s fluid -- workspaces export agency.json --workspace "Client A"
  npm run -s fluid -- workspaces create "Client B" --blueprint agency.json`,
		);
}

async function write(file: string | undefined, options: { workspace?: string }): Promise<void> {
	await withDatabase(async (database) => {
		const workspace = await findChosenWorkspace(database, options.workspace);
		const pipelines = await loadPipelines(database, workspace.id);
		if (pipelines.length === 0) {
			throw new Failure(`"${workspace.name}" has no pipeline yet, so there is nothing to export.`);
		}
		const bare = pipelines.find(({ stages }) => stages.length === 0);
		if (bare) {
			throw new Failure(
				`Pipeline "${bare.name}" has no stage, which a blueprint needs. Give it one under Settings > Pipelines first.`,
			);
		}
		const text = `${JSON.stringify(blueprintOf(pipelines, await listForms(database, workspace.id)), null, 2)}\n`;
		if (file === undefined || file === PIPE) {
			process.stdout.write(text);
			return;
		}
		save(file, text);
		console.log(`Wrote the blueprint of "${workspace.name}" to ${file}.`);
	});
}

function save(file: string, text: string): void {
	try {
		writeFileSync(userPath(file), text);
	} catch (reason) {
		throw new Failure(`${file} cannot be written: ${fileFault(reason)}.`);
	}
}
