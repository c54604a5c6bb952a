import { Command } from 'commander';
import type { ClientOptions } from './eachClient';

type ForceOptions = ClientOptions & { force?: true };
type ApplyOptions = ForceOptions & { proof: boolean };
type RemoveOptions = ClientOptions & { delete?: true };

const CLIENT = ['--client <id>', 'only this client'] as const;
const JSON_HELP = ['--json', 'print the results as JSON at the end'] as const;

/** `fluid clients`: rolling workflows out to the clients of an agency, in Fluid and in n8n. */
export function newClients(): Command {
	return new Command('clients')
		.description(
			'roll workflows out to clients, prove them, keep them up to date and take them back; needs an agency key and a key of n8n',
		)
		.addCommand(
			onFile('plan', 'say what apply would do; nothing is written')
				.option(...CLIENT)
				.option('--force', 'say what apply --force would do')
				.option('--rename', 'say what apply --rename would do')
				.option(...JSON_HELP)
				.action(async (file: string, options: ForceOptions) => {
					const { plan } = await import('./commands.js');
					await plan(file, options);
				}),
		)
		.addCommand(
			applying(
				'apply',
				false,
				'bring each client to what the file says, and prove what was made or changed; safe to run again',
			),
		)
		.addCommand(
			onFile('status', 'say what is not as the file says; exit code 1 if anything is not')
				.option(...CLIENT)
				.option(...JSON_HELP)
				.action(async (file: string, options: ClientOptions) => {
					const { status } = await import('./commands.js');
					await status(file, options);
				}),
		)
		.addCommand(
			applying(
				'update',
				true,
				'bring workflows to the newest version of their templates; the first client is proven before the others follow',
			),
		)
		.addCommand(
			onFile(
				'remove',
				'take a client out of n8n: archive his workflows, delete credential and API key; the workspace with its deals stays',
			)
				.requiredOption(...CLIENT)
				.option('--delete', 'delete the workflows for good')
				.option(...JSON_HELP)
				.action(async (file: string, options: RemoveOptions) => {
					const { remove } = await import('./commands.js');
					await remove(file, options);
				}),
		)
		.addHelpText(
			'after',
			`
clients.json:
  { "fluidUrl": "https://crm.agency.example",
    "n8n": { "url": "https://n8n.agency.example", "apiKey": "env:N8N_API_KEY" },
    "templates": ["cold-email", "booking", "stripe", "won-to-slack"],
    "clients": [ { "id": "client-a", "name": "Client A", "currency": "EUR",
      "settings": { "won-to-slack": { "slack_url": "env:SLACK_A" } } } ] }

The agency key is read from FLUID_AGENCY_KEY: fluid keys create --agency --name "Roll-outs"

Examples:
  npm run -s fluid -- clients plan clients.json
  npm run -s fluid -- clients apply clients.json
  npm run -s fluid -- clients status clients.json --json
  npm run -s fluid -- clients remove clients.json --client client-a --delete`,
		);
}

function onFile(name: string, description: string): Command {
	return new Command(name)
		.description(description)
		.argument('<file>', 'what is to be rolled out, e.g. clients.json');
}

/** `apply`, or `update`, which alone changes the version of templates. */
function applying(name: string, isUpdating: boolean, description: string): Command {
	return onFile(name, description)
		.option(...CLIENT)
		.option('--no-proof', 'send no sample leads')
		.option(
			'--force',
			'overwrite what was changed in n8n, drafts included, and switch on again what was switched off',
		)
		.option(
			'--rename',
			'give what was renamed in the workspace the name that it has in the blueprint',
		)
		.option('--keep-going', 'go on with the next client when one fails')
		.option(...JSON_HELP)
		.action(async (file: string, options: ApplyOptions) => {
			const { apply } = await import('./commands.js');
			await apply(file, options, { isUpdating });
		});
}
