import { type EventName, events } from '../../../contract/events';
import { sampleEvent } from '../../../contract/sample';
import { reference } from './schemaReference';

/** Returns how an event arrives at a webhook, as OpenAPI writes it. */
export function webhookOperation(type: EventName): object {
	const { title, description } = events[type];
	const schema = { allOf: [reference('event'), { properties: { type: { const: type } } }] };
	const header = (name: string, says: string) => ({
		name,
		in: 'header',
		required: true,
		description: says,
		schema: { type: 'string' },
	});
	return {
		operationId: `on${title.replaceAll(' ', '')}`,
		summary: title,
		description,
		tags: ['Events'],
		security: [],
		parameters: [
			header('webhook-id', 'ID of the event, the same on every try.'),
			header('webhook-timestamp', 'When it was sent, in seconds since 1970.'),
			header(
				'webhook-signature',
				'Signatures as in the Standard Webhooks specification, separated by spaces.',
			),
		],
		requestBody: {
			required: true,
			content: { 'application/json': { schema, example: sampleEvent(type) } },
		},
		responses: {
			'2XX': { description: 'Received; any other answer is tried again later.' },
			'410': { description: 'No longer wanted: the webhook is paused.' },
		},
	};
}
