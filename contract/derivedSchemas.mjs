import { ruledDealFields } from './ruledDealFields.ts';

/** What finds a deal, and says what to do with it, means nothing for a new one alone. */
const NOT_ON_CREATE = ['id', 'match_on', 'mode', 'on_create'];

/** A result of many carries no notes: they would make the answer too large. */
const NOT_IN_BULK = ['notes'];

/** Fields with a rule of their own that may hold something about the person a deal is with. */
const PERSONAL = ['name', 'lost_reason', 'reminder_note', 'notes'];

/**
 * Returns the schemas that follow from others, by their files. Their descriptions and examples are written by hand.
 *
 * @param schemas all that are written, by their files
 * @param events the catalogue
 */
export function derivedSchemas(schemas, events) {
	const references = (file, left) => {
		const names = Object.keys(schemas[file].properties).filter((name) => !left.includes(name));
		return Object.fromEntries(names.map((name) => [name, { $ref: `${file}#/properties/${name}` }]));
	};
	const [input, deal] = ['deal-input', 'deal'].map(
		(name) => schemas[`${name}.schema.json`].properties,
	);
	const plain = Object.keys(input).filter((key) => key in deal && !ruledDealFields.includes(key));
	const personal = [...PERSONAL, ...plain.filter((key) => mayHoldAnything(input[key]))];
	const erasure = structuredClone(schemas['erasure-input.schema.json']);
	erasure.properties.deal_fields.items.enum = personal;
	const webhook = structuredClone(schemas['webhook-input.schema.json']);
	webhook.properties.events.maxItems = Object.keys(events).length;
	const inBulk = references('deal.schema.json', NOT_IN_BULK);
	return {
		'event-name.schema.json': {
			...schemas['event-name.schema.json'],
			enum: Object.keys(events),
		},
		'on-create.schema.json': {
			...schemas['on-create.schema.json'],
			properties: references('deal-input.schema.json', NOT_ON_CREATE),
		},
		'bulk-deal.schema.json': {
			...schemas['bulk-deal.schema.json'],
			required: Object.keys(inBulk),
			properties: inBulk,
		},
		'erasure-input.schema.json': erasure,
		'webhook-input.schema.json': webhook,
	};
}

/** A text or a list in which anything may stand. The owner is a colleague, and a value or a day says nothing about a person. */
function mayHoldAnything({ type, enum: values, format = 'uri' }) {
	const is = (name) => [type].flat().includes(name);
	return is('array') || (is('string') && values === undefined && format === 'uri');
}
