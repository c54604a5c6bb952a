import { Command } from 'commander';
import { newChange } from './change';
import { newCreate } from './create';
import { newReset } from './reset';

/** `fluid secret-key`: the key that encrypts secrets in the database. */
export function newSecretKey(): Command {
	return new Command('secret-key')
		.description('change the key that encrypts secrets in the database, or go on after losing it')
		.addCommand(newCreate())
		.addCommand(newChange())
		.addCommand(newReset());
}
