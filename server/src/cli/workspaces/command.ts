import { Command } from 'commander';
import { newApply } from './apply';
import { newCreate } from './create';
import { newExport } from './export';
import { newList } from './list';

/** `fluid workspaces`: one for each client. */
export function newWorkspaces(): Command {
	return new Command('workspaces')
		.description('create and list workspaces, and give them pipelines from a blueprint')
		.addCommand(newCreate())
		.addCommand(newList())
		.addCommand(newApply())
		.addCommand(newExport());
}
