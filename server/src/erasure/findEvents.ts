import type { Contact, Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import { eventText } from '../webhooks/eventText';
import type { ErasedFields } from './chosenFields';
import { hasId, mayMention } from './mentions';
import { isPerson, learn, learnMerged, type Person } from './person';
import { redactedEvent } from './redact';
import { eachStretchOfEvents } from './scanWindows';

/** Events that say something about a person. */
export type FoundEvents = {
	ids: string[];
	/** Of those that say more than that. */
	telling: string[];
	/** Ids of contacts that had an address of the person, and are not the person by any that they have now. */
	others: Set<string>;
	/** The last that was looked at. */
	last: number;
};

/**
 * Returns the stored events behind a sequence that name a person. From them it is learned what else the person was known
 * by, merged contacts and earlier addresses included, and they are gone through again for that.
 */
export async function findEvents(
	reader: Reader,
	workspaceId: string,
	person: Person,
	erased: ErasedFields,
	after = 0,
): Promise<FoundEvents> {
	for (;;) {
		const found: FoundEvents = { ids: [], telling: [], others: new Set(), last: after };
		const contacts = new Map<string, Partial<Contact>>();
		found.last = await eachStretchOfEvents(
			reader,
			workspaceId,
			after,
			async (from, to, yieldIfDue) => {
				const rows = await reader.all<{ id: string; body: string }>(sql`
				select id, body from events
				where workspace_id = ${workspaceId} and sequence > ${from} and sequence <= ${to}
					and ${mayMention(person, sql`body`)}
				order by sequence`);
				for (const { id, body } of rows) {
					await yieldIfDue();
					const event = JSON.parse(body) as Event;
					const isTelling = eventText(redactedEvent(event, person, erased)) !== eventText(event);
					if (isTelling) found.telling.push(id);
					if (isTelling || hasId(person, body)) found.ids.push(id);
					for (const contact of contactsIn(event))
						if (isPerson(person, contact))
							contacts.set(`${contact.id} ${contact.email} ${contact.phone}`, contact);
				}
			},
		);
		let isNew = false;
		for (const contact of contacts.values())
			isNew = (await learn(reader, workspaceId, person, contact)) || isNew;
		isNew = (await learnMerged(reader, workspaceId, person)) || isNew;
		if (isNew) continue;
		for (const { id } of contacts.values()) if (id && !person.ids.has(id)) found.others.add(id);
		return found;
	}
}

/** The contacts an event shows, as they were and are. */
function contactsIn({ data, previous }: Event): Array<Partial<Contact>> {
	const before = previous as (Partial<Contact> & { contact?: Contact | null }) | null;
	const { email = null, phone = null } = before ?? {};
	const ownId = data.contact?.id;
	const former = ownId && (email ?? phone) ? { id: ownId, email, phone } : undefined;
	return [data.contact, data.deal?.contact, before?.contact, former].filter((one) => !!one);
}
