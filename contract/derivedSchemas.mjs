/** What finds a deal, and says what to do with it, means nothing for a new one alone. */
const NOT_ON_CREATE = ['id', 'match_on', 'mode', 'on_create'];

/** A result of many carries no notes: they would make the answer too large. */
const NOT_IN_BULK = ['notes'];

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
	};
}
