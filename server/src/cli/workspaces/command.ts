import { Command } from 'commander';
import { newApplyBlueprint } from './apply';
import { newCreateWorkspace } from './create';
import { newDeleteWorkspace } from './delete';
import { newExportBlueprint } from './export';
import { newWorkspaceLibrary } from './library';
import { newListWorkspaces } from './list';
import { newRestoreWorkspace } from './restore';

/** `fluid workspaces`: one for each client. */
export function newWorkspaces(): Command {
	return new Command('workspaces')
		.description(
			'create, list, delete and restore workspaces, and give them pipelines from a blueprint',
		)
		.addCommand(newCreateWorkspace())
		.addCommand(newListWorkspaces())
		.addCommand(newApplyBlueprint())
		.addCommand(newExportBlueprint())
		.addCommand(newWorkspaceLibrary())
		.addCommand(newDeleteWorkspace())
		.addCommand(newRestoreWorkspace());
}
