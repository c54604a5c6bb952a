import type { WatchedEvent, ShownObject } from '../stored.mts';
import type { Watch } from '../watch.mts';

const BESIDE = ['deal.stage_changed', 'deal.won', 'deal.lost'];

/** What follows from something else, or says when an object was made or changed. */
const NOT_SHOWN = ['url', 'created_at', 'updated_at', 'stage_name', 'notes_count'];

/** What may be listed as changed though its id is the same. */
const WITH_STATE = ['contact', 'notes', 'reminder'];

/** Reads the events of a commit, and checks that each goes on where the one before ended. */
export function readNews(watch: Watch): WatchedEvent[] {
	const fresh: WatchedEvent[] = [];
	for (const row of watch.database.eventsAfter(watch.lastSequence)) {
		const event = { ...row, commit: watch.commits };
		watch.lastSequence = row.sequence;
		if (watch.events.has(row.id)) watch.fail('ids of events are unique', row.id);
		watch.events.set(row.id, event);
		fresh.push(event);
		if (event.data.deal) chainDeal(watch, event, event.data.deal);
		else if (event.data.contact) chainContact(watch, event, event.data.contact);
	}
	checkBeside(watch, fresh);
	return fresh;
}

function chainDeal(watch: Watch, event: WatchedEvent, deal: ShownObject): void {
	const { type } = event;
	const last = watch.deals.get(deal.id);
	if (type === 'deal.created') {
		if (last) watch.fail('a deal has one deal.created', deal.id);
		const name = String(deal.name);
		watch.createdNames.set(name, (watch.createdNames.get(name) ?? 0) + 1);
		watch.deals.set(deal.id, deal);
	} else if (!last) {
		return watch.fail('an event follows the creation', `${type} ${deal.id}`);
	} else if (type === 'deal.updated') {
		compare(watch, last, deal, event);
		watch.deals.set(deal.id, deal);
	} else if (!same(shown(last), shown(deal))) {
		watch.fail('an event beside another shows the same deal', `${type} ${deal.id}`);
	} else if (type === 'deal.deleted') watch.deals.delete(deal.id);
	noteValue(watch, event, deal);
}

function noteValue(watch: Watch, { type, changed_fields }: WatchedEvent, deal: ShownObject): void {
	if (type !== 'deal.created' && type !== 'deal.updated') return;
	watch.values.add(deal.value as number);
	if (type === 'deal.updated' && !changed_fields.includes('value')) return;
	const key = `${deal.id} ${String(deal.value)}`;
	watch.valuesOf.set(key, (watch.valuesOf.get(key) ?? 0) + 1);
}

function chainContact(watch: Watch, event: WatchedEvent, contact: ShownObject): void {
	const { type } = event;
	const last = watch.contacts.get(contact.id);
	if (type === 'contact.created') {
		if (last) watch.fail('a contact has one contact.created', contact.id);
		watch.contacts.set(contact.id, contact);
	} else if (!last) watch.fail('an event follows the creation', `${type} ${contact.id}`);
	else if (type === 'contact.deleted') watch.contacts.delete(contact.id);
	else {
		compare(watch, last, contact, event);
		watch.contacts.set(contact.id, contact);
	}
}

function compare(watch: Watch, last: ShownObject, next: ShownObject, event: WatchedEvent): void {
	const [a, b] = [shown(last), shown(next)];
	const { changed_fields, previous } = event;
	for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
		const isListed = changed_fields.includes(name);
		const known = `${next.id} ${name}: ${JSON.stringify(last[name])} became ${JSON.stringify(next[name])}`;
		if (!isListed && !same(a[name], b[name])) watch.fail('an event lists every change', known);
		if (!isListed) continue;
		if (same(a[name], b[name]) && !WITH_STATE.includes(name))
			watch.fail('an event lists nothing but changes', known);
		if (!same(shown({ ...last, [name]: previous?.[name] })[name], a[name]))
			watch.fail(
				'previous is what the event before has shown',
				`${known}, previous says ${JSON.stringify(previous?.[name])}`,
			);
	}
}

/** deal.stage_changed, deal.won and deal.lost come with their change, once. */
function checkBeside(watch: Watch, fresh: WatchedEvent[]): void {
	const ofDeals = fresh.filter(({ data }) => data.deal);
	for (const [id, list] of Map.groupBy(ofDeals, ({ data }) => data.deal?.id)) {
		let wanted: string[] = [];
		for (const event of list) {
			if (BESIDE.includes(event.type)) {
				const place = wanted.indexOf(event.type);
				if (place < 0) watch.fail('an event beside another has its change', `${event.type} ${id}`);
				else wanted.splice(place, 1);
				continue;
			}
			if (wanted.length > 0) watch.fail('a change has its events beside', `${wanted} ${id}`);
			wanted = wantedBeside(event);
		}
		if (wanted.length > 0) watch.fail('a change has its events beside', `${wanted} ${id}`);
	}
}

function wantedBeside({ type, changed_fields, data }: WatchedEvent): string[] {
	const isChange = type === 'deal.updated';
	const status = String(data.deal?.status);
	const hasNewStatus = type === 'deal.created' || (isChange && changed_fields.includes('status'));
	return [
		...(isChange && changed_fields.includes('stage_id') ? ['deal.stage_changed'] : []),
		...(hasNewStatus && status !== 'open' ? [`deal.${status}`] : []),
	];
}

/** What is stored is what the events have shown, at every commit. */
export function compareStored(watch: Watch): void {
	const idOf = (object: unknown) => (object as ShownObject | null | undefined)?.id ?? null;
	const promise = 'no change without its event, no event without its change';
	const check = (
		stored: Array<Record<string, unknown>>,
		known: Map<string, ShownObject>,
		simple: string[],
		parties: string[],
	) => {
		if (stored.length !== known.size)
			watch.fail(promise, `${stored.length} stored, ${known.size} known`);
		for (const row of stored) {
			const last = known.get(row.id as string);
			const isShown =
				last &&
				simple.every((name) => same(last[name], row[name])) &&
				parties.every((name) => idOf(last[name]) === row[`${name}_id`]);
			if (!isShown)
				watch.fail(promise, `stored ${JSON.stringify(row)}, known ${JSON.stringify(last)}`);
		}
	};
	const ofDeal = ['name', 'value', 'status', 'stage_id', 'external_id'];
	check(watch.database.deals(), watch.deals, ofDeal, ['contact', 'company']);
	check(watch.database.contacts(), watch.contacts, ['name', 'email'], ['company']);
}

/** Where a clock was set back, which note is the newest is no sure ground. */
const byText = (a: { text: string }, b: { text: string }) => (a.text < b.text ? -1 : 1);

/** What an event shows of an object and no other event does. */
function shown(object: ShownObject): Record<string, unknown> {
	const rest = Object.fromEntries(
		Object.entries(object).filter(([name]) => !NOT_SHOWN.includes(name)),
	);
	// What a contact is called is shown by contact.updated; a deal says whose it is.
	const { contact } = rest as { contact?: ShownObject | null };
	const own = contact === undefined ? rest : { ...rest, contact: contact?.id ?? null };
	if (Array.isArray(own.notes)) own.notes = own.notes.toSorted(byText);
	return JSON.parse(
		JSON.stringify(own, (key, value: unknown) =>
			key === 'updated_at' || key === 'state' ? undefined : value,
		),
	) as Record<string, unknown>;
}

function same(a: unknown, b: unknown): boolean {
	return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
