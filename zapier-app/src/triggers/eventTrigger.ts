import { defineTrigger, type Trigger } from 'zapier-platform-core';
import { type DataName, type EventName, events } from '../../../contract/events';
import { sampleEvent } from '../../../contract/sample';
import { schemas } from '../../../contract/schemas';
import { customFieldOutputs } from '../fields/customFieldOutputs';
import { formFieldOutputs } from '../fields/formFieldOutputs';
import { catchUpField } from './catchUp';
import { delivered, deliveredSubmission } from './delivery';
import { eventFields } from './eventFields';
import { type EventRecord, eventRecord, subjectOf } from './eventRecord';
import { filterFields } from './filters';
import { recentEvents } from './recentEvents';
import { expanded, sampleExpansion } from './submission';
import { subscribeZap, unsubscribeZap } from './subscription';

/** Returns the key of an event's trigger, e.g. `deal_created`. */
export const triggerKey = (event: EventName) => event.replace('.', '_');

/** What a form asks differs from form to form, so the sample shows none of it: nobody maps what will never come. */
function sampleRecord(event: EventName): EventRecord {
	const record = eventRecord(sampleEvent(event));
	return isSubmission(event) ? { ...record, fields: {}, ...sampleExpansion } : record;
}

const isSubmission = (event: EventName) => subjectOf(events[event].data) === 'submission';

/** The labelled fields that each workspace has for itself. */
const ownOutputs: Partial<Record<DataName, typeof customFieldOutputs>> = {
	deal: customFieldOutputs,
	submission: formFieldOutputs,
};

/** Returns the instant trigger of an event, all of it from the catalogue. */
export function eventTrigger(event: EventName): Trigger {
	const { trigger, description, data, filters } = events[event];
	const subject = subjectOf(data);
	return defineTrigger({
		key: triggerKey(event),
		noun: schemas[subject].title,
		display: { label: trigger, description },
		operation: {
			type: 'hook',
			inputFields: [...filterFields(filters, subject), catchUpField],
			performSubscribe: subscribeZap(event),
			performUnsubscribe: unsubscribeZap,
			performList: recentEvents(event, isSubmission(event) ? expanded : undefined),
			perform: isSubmission(event) ? deliveredSubmission : delivered,
			sample: sampleRecord(event),
			outputFields: [...eventFields(event), ...[ownOutputs[subject] ?? []].flat()],
		},
	}) as Trigger;
}
