import { Command } from 'commander';
import { createSignInLink } from '../signIn/links';
import { withDatabase } from './database';
import { serviceAddress } from './serviceAddress';

/** `fluid sign-in-link`. */
export function newSignInLink(): Command {
	return new Command('sign-in-link')
		.description('make a link that signs in to the pages once, within a day')
		.action(create)
		.addHelpText(
			'after',
			`
The link begins with PUBLIC_URL, or with the address the service has on this machine (HOST, PORT).

Example:
  npm run -s fluid -- sign-in-link`,
		);
}

async function create(): Promise<void> {
	await withDatabase(async (database) => {
		const path = await database.writeService((transaction) =>
			createSignInLink(transaction, new Date()),
		);
		console.log(`${serviceAddress()}${path}`);
	});
}
