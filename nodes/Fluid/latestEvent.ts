import type { IHookFunctions, INodeProperties } from 'n8n-workflow';
import { passes } from '../../contract/filters';
import type { Event, Webhook } from '../../contract/types';
import { fetchPage } from './pages';
import type { FluidConnection } from './request';
import { fromSecond, inFirst } from './version';

/** How many of the newest events of each kind are looked at for one that fits. */
const LOOKED_AT = 20;

const LATEST = 'latestEvent';
const NEXT = 'nextEvent';

const whenTried: INodeProperties = {
	displayName: 'When Tried by Hand',
	name: 'tryWith',
	type: 'options',
	noDataExpression: true,
	default: NEXT,
	description:
		'What the step starts with while you build the workflow; published workflows are not affected',
	options: [
		{
			name: 'Take the Latest Event',
			value: LATEST,
			description:
				'Uses the newest matching event from Fluid right away; if there is none, waits for the next one',
		},
		{
			name: 'Wait for the Next Event',
			value: NEXT,
			description: 'The step waits until something happens in Fluid',
		},
	],
};

/** The choice of what a step starts with that is tried by hand. Steps of the first version wait, as they did. */
export const triedWith: INodeProperties[] = [
	inFirst(whenTried),
	fromSecond({ ...whenTried, default: LATEST }),
];

/** Has Fluid deliver the newest event that fits a webhook to it, if the user wants that and there is one. */
export async function fetchLatest(
	context: IHookFunctions,
	fluid: FluidConnection,
	{ id, events, filters }: Webhook,
): Promise<void> {
	if (context.getNodeParameter('tryWith', NEXT) !== LATEST) return;
	const recent = await Promise.all(
		events.map((type) => fetchPage<Event>(fluid, '/api-events', { type, limit: LOOKED_AT })),
	);
	const [latest] = recent
		.flatMap(({ data }) => data)
		.filter((event) => passes(event, filters))
		.sort((one, other) => other.sequence - one.sequence);
	if (latest === undefined) return;
	const { timestamp } = latest;
	const body = { since: timestamp, until: timestamp };
	await fluid({ method: 'POST', path: `/api-webhooks/${id}/replay`, body, expects: 'replayed' });
}
