import { Command } from 'commander';
import { newCreate } from './create';
import { newDelete } from './delete';
import { newList } from './list';

/** `fluid keys`: the API keys of a workspace. */
export function newKeys(): Command {
	return new Command('keys')
		.description('create, list and delete API keys')
		.addCommand(newCreate())
		.addCommand(newList())
		.addCommand(newDelete());
}
