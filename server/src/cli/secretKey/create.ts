import { Command } from 'commander';
import { newKeyText } from '../../secrets/key';

/** `fluid secret-key create`. */
export function newCreateSecretKey(): Command {
	return new Command('create')
		.description('print a new key for FLUID_SECRET_KEY and nothing else; it is stored nowhere')
		.action(() => console.log(newKeyText()))
		.addHelpText(
			'after',
			'\nExample:\n  export FLUID_SECRET_KEY=$(npm run -s fluid -- secret-key create)',
		);
}
