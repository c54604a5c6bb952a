import type { EventName } from '../../../../../contract/events';
import { schemas } from '../../../../../contract/schemas';
import type { ConflictLabels } from '../../kit/conflictNote';
import { sentenceCase } from '../../../html/sentenceCase';
import type { Choices } from './choices';
import { CALLED, DELIVERY_WORDS, eventTitles, filterWords } from './words';

const { name, url, events } = schemas.webhookInput.properties;
const fields: Record<string, { title: string }> = {
	...schemas.webhookFilters.properties,
	name,
	url,
	events,
	deliver: { title: CALLED.deliver },
	ordering: { title: CALLED.ordering },
};

/** Returns how the form of a webhook calls its fields, and what is in them, for a person. */
export function webhookConflictLabels(choices: Choices): ConflictLabels {
	return {
		label: (field) => sentenceCase(fields[field]?.title ?? field),
		say: (field, value = '') => {
			if (field === 'deliver' || field === 'ordering')
				return (DELIVERY_WORDS[field] as Record<string, string>)[String(value)] ?? String(value);
			if (field === 'events') return eventTitles([value].flat() as EventName[]);
			const [filter] = filterWords({ [field]: value }, choices);
			return field in schemas.webhookFilters.properties && filter ? filter.value : String(value);
		},
	};
}
