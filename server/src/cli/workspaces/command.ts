import { Command } from 'commander';
import { newApplyBlueprint } from './apply';
import { newCreateWorkspace } from './create';
import { newExportBlueprint } from './export';
import { newListWorkspaces } from './list';

/** `fluid workspaces`: one for each client. */
export function newWorkspaces(): Command {
	return new Command('workspaces')
		.description('create and list workspaces, and give them pipelines from a blueprint')
		.addCommand(newCreateWorkspace())
		.addCommand(newListWorkspaces())
		.addCommand(newApplyBlueprint())
		.addCommand(newExportBlueprint());
}
