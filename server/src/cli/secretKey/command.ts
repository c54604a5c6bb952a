import { Command } from 'commander';
import { newChangeSecretKey } from './change';
import { newCreateSecretKey } from './create';
import { newResetSecretKey } from './reset';

/** `fluid secret-key`: the key that encrypts secrets in the database. */
export function newSecretKey(): Command {
	return new Command('secret-key')
		.description('change the key that encrypts secrets in the database, or go on after losing it')
		.addCommand(newCreateSecretKey())
		.addCommand(newChangeSecretKey())
		.addCommand(newResetSecretKey());
}
