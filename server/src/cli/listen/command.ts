import { Command, InvalidArgumentError, Option } from 'commander';
import { eventNames } from '../../../../contract/events';
import { didYouMean, inQuotes } from '../../../../contract/nearest';
import { WrongUsage } from '../failure';
import type { EventName } from '../../../../contract/events';

type Given = {
	forward?: string;
	url: string;
	key?: string;
	events: EventName[];
	pipeline?: string;
	stage?: string;
	consumer?: string;
	secret?: string;
	fromNow?: true;
};

/** `fluid listen`. */
export function newListen(): Command {
	return new Command('listen')
		.description(
			'carry events from a running service, here or elsewhere, to a receiver on this machine',
		)
		.addOption(
			new Option(
				'--forward <url>',
				'where to send events, e.g. http://localhost:5678/webhook/fluid',
			).argParser(address),
		)
		.addOption(
			new Option('--url <url>', 'address of the service')
				.env('FLUID_URL')
				.default('http://localhost:3000')
				.argParser((text) => address(text).replace(/\/+$/, '')),
		)
		.addOption(new Option('--key <key>', 'API key of the workspace').env('FLUID_API_KEY'))
		.addOption(
			new Option('--events <names>', 'the events to carry, separated by commas')
				.argParser(events)
				.default(eventNames, 'all'),
		)
		.option('--pipeline <name>', 'only events of this pipeline')
		.option('--stage <name>', 'only events of deals in this stage')
		.addOption(
			new Option('--consumer <name>', 'name under which Fluid remembers what has arrived').default(
				undefined,
				'one for this machine and URL',
			),
		)
		.addOption(
			new Option('--secret <secret>', 'signing secret, where the receiver knows one already').env(
				'FLUID_WEBHOOK_SECRET',
			),
		)
		.option('--from-now', 'leave out what has happened since the command ran last')
		.action(run)
		.addHelpText('after', MORE_HELP);
}

const MORE_HELP = `
Body and headers arrive as Fluid would send them, signature included. What the receiver does not answer with 2xx is tried
again by the schedule of the service. While the receiver is down, events wait in Fluid.

Ctrl+C ends it and removes its webhook. What happens from then on, or while it was cut off, is carried over when it
starts again with the same --forward (or --consumer), for 30 days.

Examples:
  npm run -s fluid -- listen --forward http://localhost:5678/webhook/fluid
  npm run -s fluid -- listen --forward http://localhost:8080/hooks --events deal.won,deal.lost --url https://crm.example.com`;

async function run(given: Given): Promise<void> {
	if (!given.forward) {
		throw new WrongUsage(
			'Say where to send events: --forward http://localhost:5678/webhook/fluid. See: fluid listen --help',
		);
	}
	if (!given.key) {
		throw new WrongUsage(
			'Listening needs an API key: set FLUID_API_KEY, or give --key. Create one with: fluid keys create --name Listen',
		);
	}
	// Loaded only here: the other commands start faster without the HTTP client.
	const { listen } = await import('./listen.js');
	await listen({
		...given,
		forward: given.forward,
		key: given.key,
		fromNow: given.fromNow === true,
	});
}

function address(text: string): string {
	if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
	throw new InvalidArgumentError(
		'It must be an address such as http://localhost:5678/webhook/fluid.',
	);
}

function events(text: string): EventName[] {
	const names = [...new Set(text.split(',').map((name) => name.trim()))].filter(
		(name) => name !== '',
	);
	const wrong = names.find((name) => !(eventNames as string[]).includes(name));
	if (wrong !== undefined)
		throw new InvalidArgumentError(
			`${inQuotes(wrong)} is not an event.${didYouMean(wrong, eventNames)}`,
		);
	return names as EventName[];
}
