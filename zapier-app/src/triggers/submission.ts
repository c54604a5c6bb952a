import type { Bundle, PlainOutputField, ZObject } from 'zapier-platform-core';
import { contact, deal } from '../../../contract/examples';
import { schemas } from '../../../contract/schemas';
import type { Contact, Deal } from '../../../contract/types';
import { outputFields } from '../fields/outputFields';
import { find } from '../request';
import { type EventRecord, withoutId } from './eventRecord';

/** The deal and the contact of a submission, without their ids, which stand in it as `deal_id` and `contact_id`. */
type Expanded = { contact: object | null; deal: object | null };

/** So many are asked for at a time. */
const AT_ONCE = 5;

/**
 * Returns submissions with the deal and the contact that each has made or changed, as they are now: a lead has a name
 * and an email address whatever its form calls them.
 */
export async function expanded(
	z: ZObject,
	bundle: Bundle,
	records: EventRecord[],
): Promise<EventRecord[]> {
	const all: EventRecord[] = [];
	for (let at = 0; at < records.length; at += AT_ONCE) {
		const some = records.slice(at, at + AT_ONCE);
		const found = await Promise.all(some.map((record) => expansion(z, bundle, record)));
		all.push(...some.map((record, index) => ({ ...record, ...found[index] })));
	}
	return all;
}

/** Like `expanded`, but a submission that cannot be completed starts the Zap all the same: no lead is lost. */
export async function expandedIfPossible(
	z: ZObject,
	bundle: Bundle,
	records: EventRecord[],
): Promise<EventRecord[]> {
	try {
		return await expanded(z, bundle, records);
	} catch (error) {
		z.console.log(`Started without the deal: ${(error as Error).message}`);
		return records.map((record) => ({ ...record, ...nothing }));
	}
}

/** A submission's deal and contact as the sample has them: no form sets a reminder. */
export const sampleExpansion: Expanded = shown({ ...deal, reminder: null }, contact);

const nothing: Expanded = { contact: null, deal: null };

/** The labelled fields of what is expanded. */
export const expansionFields: PlainOutputField[] = (
	[
		['contact', 'Contact', schemas.contact, []],
		['deal', 'Deal', schemas.deal, ['contact__']],
	] as const
).flatMap(([key, label, schema, left]) =>
	outputFields(schema, `${key}__`, label).filter(
		(field) =>
			field.key !== `${key}__id` && !left.some((start) => field.key.startsWith(`${key}__${start}`)),
	),
);

async function expansion(z: ZObject, bundle: Bundle, record: EventRecord): Promise<Expanded> {
	const { deal_id, contact_id } = record as { deal_id?: string; contact_id?: string | null };
	const found = deal_id
		? await find<Deal>(z, bundle, `/api-deals/${deal_id}`, ['id'], 'deal_not_found')
		: undefined;
	if (!contact_id || found?.contact?.id === contact_id)
		return shown(found, contact_id ? found?.contact : null);
	// Somebody has given the deal to another contact since.
	const path = `/api-contacts/${contact_id}`;
	return shown(found, await find<Contact>(z, bundle, path, ['id'], 'contact_not_found'));
}

/** The contact stands beside the deal, so it is left out of it. */
function shown(found: Deal | undefined, person: Contact | null | undefined): Expanded {
	const { contact: _contact, ...rest } = found ?? {};
	return {
		contact: person ? withoutId(person) : null,
		deal: found ? withoutId(rest) : null,
	};
}
