import { contact, deal, form, submission } from './examples';
import { events } from './events';
import type { EventName } from './events';
import { changeMessage } from './changeMessage';
import type { ChangeMessage, Event, EventData } from './types';

const objects = { deal, contact, form, submission };

const SAMPLE_SEQUENCE = 1042;

/** Returns an event as it is delivered, about Ada Lovelace's deal: what samples, tests of a webhook and docs show. */
export function sampleEvent(type: EventName): Event {
	const { data, example } = events[type];
	const overrides = example as { previous?: Record<string, unknown> } & Record<
		string,
		object | undefined
	>;
	const objectEntries = data.map((name) => [name, { ...objects[name], ...overrides[name] }]);
	const sample = Object.fromEntries(objectEntries) as EventData;
	const placed = sample.deal ?? sample.form;
	return {
		id: 'evt_01k9m6t0xcpd5gs1mck3169t4x',
		type,
		timestamp: deal.updated_at,
		workspace_id: 'ws_01k9m6t0xfsg8kw4qfp649cx70',
		pipeline_id: placed?.pipeline_id ?? null,
		stage_id: placed?.stage_id ?? null,
		sequence: SAMPLE_SEQUENCE,
		data: sample,
		previous: overrides.previous ?? null,
		changed_fields: Object.keys(overrides.previous ?? {}),
	};
}

/** Returns a change of that one event, as it is delivered to a webhook that delivers each change. */
export function sampleChange(type: EventName): ChangeMessage {
	return changeMessage('chg_01k9m6t0xb7fqz2v9n4c8d3e5w', [sampleEvent(type)]);
}
