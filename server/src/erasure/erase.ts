import { setTimeout as sleep } from 'node:timers/promises';
import type { Erasure, ErasureInput } from '../../../contract/types';
import { findWhereMerged, forgetMerges } from '../contacts/merged';
import type { AppContext } from '../context';
import type { Reader } from '../database/database';
import { oneOf, sql } from '../database/sql';
import { loadPipelines } from '../pipelines/store';
import { inQuotes } from '../../../contract/nearest';
import { invalidInput, problem } from '../problems/problems';
import { isId } from '../values/ids';
import { chosenFields } from './chosenFields';
import { listDeliveriesOf } from './listDeliveriesOf';
import { type ErasedRecords, eraseSomeDeals } from './eraseDeals';
import { clearAttempts, redactEvents } from './eraseEvents';
import { findEvents } from './findEvents';
import { findFormEntries, removeFormEntries } from './formEntries';
import { findAnswers, redactAnswers } from './keptAnswers';
import { clearOtherTexts, findOtherTexts } from './otherTexts';
import { findPerson, type Person, type SoughtPerson } from './person';
import { eraseRunChanges } from './runChanges';
import { stillHeld } from './stillHeld';

/** What erasing works with. */
export type ErasureParts = Pick<AppContext, 'database' | 'now' | 'write'>;

/** As long as a delivery that is on its way may take, and a little longer. */
const LONGEST_WAY_MS = 21_000;
const LOOK_MS = 100;

/**
 * Returns what there is of a person, and who else has it; nothing is changed.
 *
 * @throws contact_not_found when there is nothing; invalid_input
 */
export async function findPersonRecords(
	{ database, now }: Omit<ErasureParts, 'write'>,
	workspaceId: string,
	input: ErasureInput,
): Promise<Erasure> {
	const wanted = wantedIn(input);
	const erased = chosenFields(input, await loadPipelines(database, workspaceId));
	const person = await findPerson(database, workspaceId, wanted);
	const { ids, telling, others } = await findEvents(database, workspaceId, person, erased);
	const { submissions, spam } = await findFormEntries(database, workspaceId, person);
	const contactIds = [...person.ids];
	const records = await database.get<Record<keyof ErasedRecords, number>>(sql`
		select (select count(*) from contacts where workspace_id = ${workspaceId} and id in ${oneOf(contactIds)}) as contacts,
			(select count(*) from deals where workspace_id = ${workspaceId} and contact_id in ${oneOf(contactIds)}) as deals,
			(select coalesce(sum(notes), 0) from deals where workspace_id = ${workspaceId} and contact_id in ${oneOf(contactIds)}) as notes`);
	const { attempts, waiting, underWay, receivers } = await listDeliveriesOf(database, ids, now());
	const answers = await findAnswers(database, workspaceId, person, erased);
	const found = {
		contacts: Number(records?.contacts),
		deals: Number(records?.deals),
		notes: erased.fields.has('notes') ? Number(records?.notes) : 0,
		submissions: submissions.length,
		spam: spam.length,
		events: telling.length,
		attempts,
		waiting,
		answers: answers.length,
		other_texts: (await findOtherTexts(database, workspaceId, person)).length,
		under_way: underWay,
	};
	demandSomething([ids.length, ...Object.values(found)], wanted);
	const stay = await staying(database, workspaceId, person, others);
	return { contact_ids: contactIds, ...found, receivers, still_held: stillHeld(receivers, stay) };
}

/**
 * Takes a person out of everything, in parts that hold up nobody, and returns what was removed. When it is interrupted, the
 * same again does the rest. Events keep their place: each stays, without what it said about the person, and what waits to
 * be delivered is read from there.
 *
 * @throws contact_not_found when there is nothing; invalid_input
 */
export async function erasePerson(
	fluid: ErasureParts,
	workspaceId: string,
	input: ErasureInput,
): Promise<Erasure> {
	const { database, now } = fluid;
	const wanted = wantedIn(input);
	const erased = chosenFields(input, await loadPipelines(database, workspaceId));
	const person = await findPerson(database, workspaceId, wanted);
	const before = await findEvents(database, workspaceId, person, erased);
	const records = await eraseRecords(fluid, workspaceId, person, erased);
	const entries = await findFormEntries(database, workspaceId, person);
	const forms = await removeFormEntries(database, workspaceId, entries);

	const meanwhile = await findEvents(database, workspaceId, person, erased, before.last);
	const telling = [...before.telling, ...meanwhile.telling];
	// What erasing itself has published names the person by nothing but ids.
	const own = meanwhile.ids.filter((id) => !meanwhile.telling.includes(id));
	const ofPerson = [...before.ids, ...meanwhile.telling];
	const eventIds = [...ofPerson, ...own];
	const { waiting } = await listDeliveriesOf(database, before.ids, now());
	// Before the events, from which it is known after an interruption which phones the person had.
	const keys = await findAnswers(database, workspaceId, person, erased);
	const answers = await redactAnswers(database, workspaceId, keys, person, erased);
	await redactEvents(database, workspaceId, telling, person, erased);
	const redactedAt = now();
	const otherTexts = await database.write(workspaceId, (transaction) =>
		clearOtherTexts(transaction, workspaceId, person),
	);
	await eraseRunChanges(database, workspaceId, person, erased);
	await database.indexTexts();
	const underWay = await arrival(fluid, eventIds);
	const { receivers } = await listDeliveriesOf(database, ofPerson, redactedAt);
	const attempts = await clearAttempts(database, workspaceId, ofPerson);
	await clearAttempts(database, workspaceId, own);

	const done = {
		...records,
		...forms,
		events: telling.length,
		attempts,
		waiting,
		answers,
		other_texts: otherTexts,
		under_way: underWay,
	};
	demandSomething([eventIds.length, ...Object.values(done)], wanted);
	const others = new Set([...before.others, ...meanwhile.others]);
	const stay = await staying(database, workspaceId, person, others);
	await database.write(workspaceId, (transaction) =>
		forgetMerges(transaction, workspaceId, [...person.ids]),
	);
	return {
		contact_ids: [...person.ids],
		...done,
		receivers,
		still_held: stillHeld(receivers, stay),
	};
}

async function eraseRecords(
	{ write }: ErasureParts,
	workspaceId: string,
	{ ids }: Person,
	erased: Parameters<typeof eraseSomeDeals>[2],
): Promise<ErasedRecords> {
	const total = { contacts: 0, deals: 0, notes: 0 };
	for (const id of ids)
		for (let isDone = false; !isDone; ) {
			const part = await write(workspaceId, (context) => eraseSomeDeals(context, id, erased));
			total.contacts += part.contacts;
			total.deals += part.deals;
			total.notes += part.notes;
			isDone = part.isDone;
		}
	return total;
}

/** Waits for what is on its way, whose answers are still to be written; returns how many it could not wait for. */
async function arrival({ database, now }: ErasureParts, eventIds: string[]): Promise<number> {
	const end = performance.now() + LONGEST_WAY_MS;
	for (;;) {
		const { underWay } = await listDeliveriesOf(database, eventIds, now());
		if (underWay === 0 || performance.now() > end) return underWay;
		await sleep(LOOK_MS);
	}
}

/** Returns the ids of contacts that there are still, and that may be the person: some, and what theirs were merged into. */
async function staying(
	reader: Reader,
	workspaceId: string,
	{ ids }: Person,
	others: Set<string>,
): Promise<string[]> {
	const into = await findWhereMerged(reader, workspaceId, [...ids]);
	const all = [...new Set([...others, ...into])].filter((id) => !ids.has(id));
	const rows = await reader.all<{ id: string }>(sql`
		select id from contacts where workspace_id = ${workspaceId} and id in ${oneOf(all)} order by id`);
	return rows.map(({ id }) => id);
}

function wantedIn({ contact_id, email }: ErasureInput): SoughtPerson {
	if (contact_id !== undefined && email === undefined) {
		if (isId('con', contact_id)) return { contact_id };
		const form = `"contact_id" must be the ID of a contact, which begins with con_, not ${inQuotes(contact_id)}.`;
		throw invalidInput([{ pointer: '/contact_id', detail: form }]);
	}
	if (email !== undefined && contact_id === undefined) return { email };
	const detail =
		email === undefined
			? 'Say whom to erase: give "contact_id" or "email".'
			: 'Give "contact_id" or "email", not both.';
	throw invalidInput([{ pointer: '/email', detail }]);
}

function demandSomething(counts: number[], wanted: SoughtPerson): void {
	if (counts.some((count) => count > 0)) return;
	const named =
		'email' in wanted ? `the email address ${wanted.email}` : `the id ${wanted.contact_id}`;
	throw problem(
		'contact_not_found',
		`Nothing is stored of anybody with ${named}. Check the spelling, and whether this is the right workspace.`,
	);
}
