import type { PlainOutputField } from 'zapier-platform-core';
import type { Schema } from '../../../contract/bundle';
import { type EventName, events } from '../../../contract/events';
import { schemas } from '../../../contract/schemas';
import { label } from '../fields/labels';
import { outputFields } from '../fields/outputFields';
import { propertiesOf } from '../fields/schema';
import { besideSubject, EVENT_FACTS, subjectOf } from './eventRecord';
import { expansionFields } from './submission';

const facts = propertiesOf(schemas.event);

/** Returns the labelled fields of an event's record, and which of them distinguishes events. */
export function eventFields(event: EventName): PlainOutputField[] {
	const { data, example } = events[event];
	const subject = schemas[subjectOf(data)] as Schema;
	const others = besideSubject(data).flatMap((name) =>
		outputFields(schemas[name] as Schema, `${name}__`, schemas[name].title).filter(
			({ key }) => ![`${name}__id`, `${name}__fields`].includes(key),
		),
	);
	const previous = Object.keys((example.previous ?? {}) as object).map((key) =>
		fieldOf(propertiesOf(subject)[key] as Schema, key, 'previous', 'Previous'),
	);
	const expansion = event === 'form.submitted' ? expansionFields : [];
	return [...outputFields(subject), ...expansion, ...others, ...factFields, ...previous];
}

const factFields: PlainOutputField[] = [
	...EVENT_FACTS.map((key) => ({
		...(outputFields(
			{ properties: { [key]: facts[key] } },
			'event_',
			'Event',
		)[0] as PlainOutputField),
		...(key === 'id' ? { primary: true } : {}),
	})),
	...outputFields({
		properties: { workspace_id: facts.workspace_id, changed_fields: facts.changed_fields },
	}),
];

function fieldOf(property: Schema, key: string, prefix: string, parent: string): PlainOutputField {
	const [field] = outputFields({ properties: { [key]: property } }, `${prefix}__`);
	return { ...(field as PlainOutputField), label: label(key, property, parent) };
}
