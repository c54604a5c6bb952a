import type { Schema } from '../../../contract/bundle';
import { inWords } from '../../../contract/fields';
import { ENTRY } from '../../../contract/labels';
import { schemas } from '../../../contract/schemas';
import { newDealLabel } from './onCreate';
import { propertiesOf } from './schema';

/** What stands in a list of names instead of being typed as an id. */
const CHOSEN = /^(id|form_id|(pipeline|stage|from_stage)(_id)?)$/;

/** Returns the label of a property, e.g. "Contact Email" for the email of the contact. */
export function label(key: string, property: Schema, parent = ''): string {
	const title = (property.title ?? inWords(key)) as string;
	const overlap = parent.split(' ').at(-1) as string;
	if (title.startsWith(overlap))
		return `${parent.slice(0, parent.length - overlap.length)}${title}`;
	return `${parent} ${title}`;
}

/** Returns the label of an input: where the user chooses from a list, without "ID" or "Name", e.g. "Stage". */
export function inputLabel(key: string, property: Schema, parent = ''): string {
	const whole = label(key, property, parent);
	return CHOSEN.test(key) ? whole.replace(/ (ID|Name)$/, '') : whole;
}

/**
 * Returns the label of the input at a JSON Pointer of a request, e.g. "Contact Email" for /contact/email, of a list
 * also for its entries.
 *
 * @param path of the call, which says what its body is
 */
export function fieldLabelAt(path: string, pointer: string): string | undefined {
	const body = bodies.find(([call]) => path.includes(call))?.[1];
	const [first = '', ...rest] = pointer.replace(ENTRY, '').split('/').slice(1);
	if (first !== 'on_create') return body && descend(body, [first, ...rest], '');
	const inside = body && descend(body, rest, '');
	return inside && newDealLabel(inside);
}

const bodies: Array<[string, Schema]> = [
	['/api-ingest', schemas.dealInput],
	['/api-contacts', schemas.contactChange],
	['/api-webhooks', schemas.webhookInput],
];

function descend(schema: Schema, [name, ...rest]: string[], parent: string): string | undefined {
	const property = name === undefined ? undefined : propertiesOf(schema)[name];
	if (name === undefined || property === undefined) return undefined;
	if (rest.length === 0) return inputLabel(name, property, parent);
	return descend(property, rest, name === 'filters' ? '' : label(name, property));
}
