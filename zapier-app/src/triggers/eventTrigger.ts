import { defineTrigger, type Trigger } from 'zapier-platform-core';
import { type EventName, events } from '../../../contract/events';
import { sampleEvent } from '../../../contract/sample';
import { schemas } from '../../../contract/schemas';
import { customFieldOutputs } from '../fields/customFieldOutputs';
import { delivered } from './delivery';
import { eventFields } from './eventFields';
import { type EventRecord, eventRecord, subjectOf } from './eventRecord';
import { filterFields } from './filters';
import { recentEvents } from './recentEvents';
import { subscribe, unsubscribe } from './subscription';

/** Returns the key of an event's trigger, e.g. `deal_created`. */
export const triggerKey = (event: EventName) => event.replace('.', '_');

/** What a form asks differs from form to form, so the sample shows none of it: nobody maps what will never come. */
function sampleRecord(event: EventName): EventRecord {
	const record = eventRecord(sampleEvent(event));
	return 'fields' in record ? { ...record, fields: {} } : record;
}

/** Returns the instant trigger of an event, all of it from the catalogue. */
export function eventTrigger(event: EventName): Trigger {
	const { title, description, data, filters } = events[event];
	const subject = subjectOf(data);
	return defineTrigger({
		key: triggerKey(event),
		noun: schemas[subject].title,
		display: { label: title, description },
		operation: {
			type: 'hook',
			inputFields: filterFields(filters, subject),
			performSubscribe: subscribe(event),
			performUnsubscribe: unsubscribe,
			performList: recentEvents(event),
			perform: delivered,
			sample: sampleRecord(event),
			outputFields: [...eventFields(event), ...(subject === 'deal' ? [customFieldOutputs] : [])],
		},
	}) as Trigger;
}
