import { Command } from 'commander';
import { newCreateKey } from './create';
import { newDeleteKey } from './delete';
import { newListKeys } from './list';

/** `fluid keys`: the API keys of a workspace. */
export function newKeys(): Command {
	return new Command('keys')
		.description('create, list and delete API keys')
		.addCommand(newCreateKey())
		.addCommand(newListKeys())
		.addCommand(newDeleteKey());
}
