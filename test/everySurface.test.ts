import axios from 'axios';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customFieldTypeNames, customFieldTypes, hasOptions } from '../contract/customFieldTypes';
import { schemas } from '../contract/schemas';
import { takesNull } from '../contract/references';
import type { CustomField, CustomFieldType, Deal, DealInput, Event } from '../contract/types';
import { readConfig } from '../server/src/config';
import type { AppContext } from '../server/src/context';
import { createSession } from '../server/src/signIn/sessions';
import { inputOfForm } from '../server/src/ui/deal/dealForm';
import { addForm, question } from '../server/test/forms/formFixture';
import { Visitor } from '../server/test/forms/visitor';
import ZapierApp from '../zapier-app/src/index';
import { zapOf } from '../zapier-app/test/support/zap';
import { fluidNodesForFile, mapped, upsert } from './support/fluidNodes';
import { Imports } from './support/importCommand';

/** One value on its way through everything that takes or shows it. */
type Walk = {
	given: unknown;
	other: unknown;
	/** The given value as a person writes it. */
	written: string;
	/** What a page shows of it. */
	seen: string;
	/** Where the deal shows it, unless under its own name. */
	shownAt?: (deal: Deal) => unknown;
	/** What changes with it, unless its own name. */
	changes?: string;
	/** Places that have another way for it, or none, and why. */
	without?: Partial<Record<Place, string>>;
};

type Place = 'null' | 'history' | 'page' | 'form' | 'search' | 'n8n' | 'Zapier' | 'import';

const NO_SEARCH = { search: 'the search looks for names and addresses' };
const OWN_BUTTONS = 'the page has buttons for it';

/** Every field of a deal's input, or why it is no value of a deal. A field that is added is missing here. */
const walks: Record<keyof DealInput, Walk | string> = {
	id: 'finds the deal',
	match_on: 'says how the deal is found',
	mode: 'says what to do with the deal',
	contact_rule: 'says what to do with the contact',
	on_create: 'holds the other fields once more',
	pipeline_id: 'is another name of the pipeline',
	pipeline: 'comes with the stage',
	stage_id: 'is another name of the stage',
	custom_fields: 'is walked type by type below',
	name: {
		...{ given: 'Walked website', other: 'Walked shop' },
		...{ written: ' Walked website ', seen: 'Walked website' },
	},
	external_id: {
		...{ given: 'walk-1', other: 'walk-2', written: 'walk-1', seen: 'walk-1' },
		without: { ...NO_SEARCH, form: 'another system gives it' },
	},
	value: {
		...{ given: 4800.5, other: 5000, written: '€ 4.800,50', seen: '4,800.50' },
		without: NO_SEARCH,
	},
	currency: {
		...{ given: 'EUR', other: 'GBP', written: 'eur', seen: '€' },
		without: NO_SEARCH,
	},
	stage: {
		...{ given: 'Contacted', other: 'Proposal sent', written: 'Contacted', seen: 'Contacted' },
		...{ shownAt: ({ stage_name }) => stage_name, changes: 'stage_id' },
		without: { ...NO_SEARCH, form: 'chosen by its ID', n8n: 'a picker', Zapier: 'a dropdown' },
	},
	status: {
		...{ given: 'lost', other: 'won', written: 'Lost', seen: 'Lost' },
		without: { ...NO_SEARCH, form: OWN_BUTTONS, history: 'shown as what happened' },
	},
	lost_reason: {
		...{ given: 'No budget', other: 'No answer', written: 'No budget', seen: 'No budget' },
		without: NO_SEARCH,
	},
	expected_close_date: {
		...{ given: '2026-12-15', other: '2027-01-31' },
		...{ written: '15.12.2026', seen: '2026-12-15' },
		without: NO_SEARCH,
	},
	contact: {
		...{ given: { email: 'ada@example.com' }, other: { email: 'eve@example.com' } },
		...{ written: 'ada@example.com', seen: 'ada@example.com' },
		shownAt: ({ contact }) => contact && { email: contact.email },
	},
	company: {
		...{ given: { name: 'Walkers' }, other: { name: 'Runners' } },
		...{ written: 'Walkers', seen: 'Walkers' },
		shownAt: ({ company }) => company && { name: company.name },
	},
	reminder: {
		...{ given: { at: '2026-12-01T09:00:00.000Z' }, other: { at: '2027-12-01T09:00:00.000Z' } },
		...{ written: '2026-12-01T09:00:00Z', seen: '1 Dec 2026, 09:00 UTC' },
		shownAt: ({ reminder }) => reminder && { at: reminder.at },
		without: NO_SEARCH,
	},
	labels: {
		...{ given: ['cold', 'hot'], other: ['warm'], written: 'cold, hot', seen: 'cold' },
		without: NO_SEARCH,
	},
	owner_email: {
		...{ given: 'grace@example.com', other: 'hank@example.com' },
		...{ written: 'grace@example.com', seen: 'grace@example.com' },
		without: NO_SEARCH,
	},
	source: {
		...{ given: 'Smartlead', other: 'Instantly', written: 'Smartlead', seen: 'Smartlead' },
		without: NO_SEARCH,
	},
	conversation_links: {
		given: [{ url: 'https://app.smartlead.ai/inbox/1', label: 'Thread' }],
		other: [{ url: 'https://www.linkedin.com/messaging/1', label: null }],
		written: 'https://app.smartlead.ai/inbox/1 Thread',
		seen: '<a href="https://app.smartlead.ai/inbox/1" rel="noopener noreferrer nofollow"',
		without: NO_SEARCH,
	},
	note: {
		...{ given: 'Sounds good', other: 'Call back', written: 'Sounds good', seen: 'Sounds good' },
		...{ shownAt: ({ notes }) => notes[0]?.text, changes: 'notes' },
		without: { ...NO_SEARCH, form: 'written below the deal' },
	},
};

const OPTIONS = ['SaaS', 'Retail'];

/** A value of every type of custom field. A type that is added is missing here. */
const ownWalks: Record<CustomFieldType, Pick<Walk, 'given' | 'other' | 'written' | 'seen'>> = {
	text: { given: 'red', other: 'blue', written: 'red', seen: 'red' },
	long_text: { given: 'One\ntwo', other: 'Three', written: 'One\ntwo', seen: 'One\ntwo' },
	number: { given: 12.5, other: 7, written: '12,5', seen: '12.5' },
	date: { given: '2026-12-13', other: '2027-01-31', written: '13.12.2026', seen: '2026-12-13' },
	boolean: { given: true, other: false, written: 'yes', seen: 'Yes' },
	select: { given: 'SaaS', other: 'Retail', written: 'saas', seen: 'SaaS' },
	multi_select: {
		...{ given: ['SaaS', 'Retail'], other: ['Retail'] },
		...{ written: 'SaaS, Retail', seen: 'SaaS, Retail' },
	},
	url: {
		...{ given: 'https://walk.example', other: 'https://run.example' },
		...{ written: 'walk.example', seen: 'href="https://walk.example"' },
	},
	email: {
		...{ given: 'jo@walk.example', other: 'al@walk.example' },
		...{ written: 'jo@walk.example', seen: 'jo@walk.example' },
	},
	phone: { given: '+49 30 1', other: '+49 30 2', written: '+49 30 1', seen: '+49 30 1' },
};

const dealFields = Object.entries(walks).filter(
	(entry): entry is [keyof DealInput, Walk] => typeof entry[1] === 'object',
);
const in_ = (place: Place) =>
	dealFields.filter(([, { without }]) => without?.[place] === undefined);

/** What takes a part of a deal asks for one thing in it. */
const INSIDE: Record<string, string> = { contact: 'email', company: 'name', reminder: 'at' };
const keyOf = (type: CustomFieldType) => `own_${type}`;
const labelOf = (name: string) => (schemas.dealInput.properties as never)[name]['title'] as string;

const { fluid, nodes } = fluidNodesForFile();
let ownFields: CustomField[];
let cookie: string;
/** The deal that came by each way, or why none did: the tests of the other ways still report what they find. */
const made = new Map<Way, PromiseSettledResult<Deal>>();
let imports: Imports;

beforeAll(async () => {
	for (const type of customFieldTypeNames)
		await fluid.addCustomField({
			...{ key: keyOf(type), name: `Own ${type}`, type },
			options: hasOptions(type) ? OPTIONS : [],
		});
	ownFields = (await fluid.get('/api-custom-fields')).body.data;
	const service = { config: readConfig({}), now: () => new Date() } as AppContext;
	const { secret } = await fluid.service.database.writeService((transaction) =>
		createSession(transaction, service),
	);
	cookie = `fluid_session=${secret}`;
	imports = new Imports(fluid.url, fluid.key);
	for (const [way, make] of Object.entries(ways)) {
		const [outcome] = await Promise.allSettled([make()]);
		made.set(way as Way, outcome);
	}
}, 60_000);
afterAll(() => imports.remove());

type Way = 'API' | 'n8n' | 'Zapier' | 'import';

const ways: Record<Way, () => Promise<Deal>> = {
	API: () => fluid.deal(allGiven(({ given }) => given) as DealInput),
	n8n: byNode,
	Zapier: byZapier,
	import: byImport,
};

function dealBy(way: Way): Deal {
	const outcome = made.get(way);
	if (outcome?.status === 'fulfilled') return outcome.value;
	throw new Error(`${way}: ${String(outcome?.reason)}`);
}

function allGiven(value: (walk: Pick<Walk, 'given' | 'written'>) => unknown): IDataObject {
	return {
		...Object.fromEntries(dealFields.map(([name, walk]) => [name, value(walk)])),
		custom_fields: Object.fromEntries(
			customFieldTypeNames.map((type) => [keyOf(type), value(ownWalks[type])]),
		),
	} as IDataObject;
}

/** What the node offers for creating or updating a deal, by its name, and whether under Additional Fields. */
function offered(): Map<string, { property: INodeProperties; isAdditional: boolean }> {
	const { properties } = nodes.nodeType('fluid', 2).description;
	const isOfUpsert = ({ displayOptions }: INodeProperties) =>
		displayOptions?.show?.operation?.includes('upsert') && !displayOptions.show.match_on;
	const shown = properties.filter(isOfUpsert);
	const more = shown.find(({ name }) => name === 'additionalFields')?.options ?? [];
	const entry = (isAdditional: boolean) => (property: INodeProperties) =>
		[property.name, { property, isAdditional }] as const;
	return new Map([...(more as INodeProperties[]).map(entry(true)), ...shown.map(entry(false))]);
}

async function byNode(): Promise<Deal> {
	const all = offered();
	const parameters: IDataObject = { match_on: '', additionalFields: {} };
	for (const [name, { given, written }] of in_('n8n')) {
		const found = all.get(name);
		if (found === undefined) continue;
		const { property, isAdditional } = found;
		const inside = INSIDE[name];
		const rows = { link: given };
		const value =
			property.type === 'fixedCollection' ? rows : inside ? { [inside]: written } : written;
		const group = isAdditional ? (parameters.additionalFields as IDataObject) : parameters;
		group[name] = value as IDataObject;
	}
	parameters.external_id = 'walk-n8n';
	parameters.match_on = 'external_id';
	// Above the pickers stands the contact's address, and a status only where one is chosen.
	parameters.email = (walks.contact as Walk).written;
	parameters.customFields = mapped(
		Object.fromEntries(customFieldTypeNames.map((type) => [keyOf(type), ownWalks[type].written])),
	) as unknown as IDataObject;
	const { items, error } = await nodes.runNode(upsert(parameters));
	if (error) throw error;
	return items?.[0]?.json as unknown as Deal;
}

async function byZapier(): Promise<Deal> {
	const { create_deal } = ZapierApp.creates;
	const inputs = in_('Zapier').map(([name, { written }]) => [
		INSIDE[name] ? `${name}_${INSIDE[name]}` : name,
		name === 'external_id' ? 'walk-zapier' : written,
	]);
	const own = customFieldTypeNames.map((type) => [
		`custom_field_${keyOf(type)}`,
		ownWalks[type].written,
	]);
	return zapOf(fluid)(
		create_deal.operation.perform,
		Object.fromEntries([...inputs, ...own]) as Record<string, unknown>,
	) as Promise<Deal>;
}

async function byImport(): Promise<Deal> {
	const columns = [
		...in_('import').map(([name, { written }]) => [
			INSIDE[name] ? `${name}.${INSIDE[name]}` : labelOf(name),
			name === 'external_id' ? 'walk-import' : written,
		]),
		...customFieldTypeNames.map((type) => [`Own ${type}`, ownWalks[type].written]),
	];
	const line = (at: number) =>
		columns.map((column) => `"${String(column[at]).replaceAll('"', '""')}"`).join(',');
	const { code, stdout, stderr } = await imports.leads(
		`${line(0)}\n${line(1)}\n`,
		...['--decimal', 'comma', '--match-on', 'external_id'],
	);
	expect([code, stderr], stdout).toEqual([0, expect.anything()]);
	return (await fluid.get('/api-deals?external_id=walk-import')).body.data[0];
}

async function page(path: string): Promise<string> {
	return (await axios.get<string>(`${fluid.url}${path}`, { headers: { cookie } })).data;
}

const shown = (deal: Deal, name: string, { shownAt }: Pick<Walk, 'shownAt'> = {}) =>
	shownAt ? shownAt(deal) : deal[name as keyof Deal];

const isNullable = (name: string) => takesNull((schemas.dealInput.properties as never)[name]);

/** Returns a deal as it is read again: what a change answers is not yet what is stored. */
async function stored(id: string): Promise<Deal> {
	return (await fluid.get(`/api-deals/${id}`)).body;
}

async function newest(): Promise<Event> {
	return (await fluid.get('/api-events?type=deal.updated&limit=1')).body.data[0];
}

describe('every field of a deal', () => {
	test.each(dealFields)('%s is stored', async (name, walk) => {
		expect(shown(dealBy('API'), name, walk), `${name}: answered`).toEqual(walk.given);
		expect(shown(await stored(dealBy('API').id), name, walk)).toEqual(walk.given);
	});

	test.each(dealFields)('%s is updated, published, and cleared', async (name, walk) => {
		const beside = name === 'lost_reason' ? { status: 'lost' } : {};
		const start = { name: 'Walked', ...beside, [name]: walk.given } as DealInput;
		if (name === 'external_id') start.external_id = 'walk-3';
		const { id } = await fluid.deal(start);
		const change = async (value: unknown) =>
			(await fluid.ingest({ id, match_on: 'id', [name]: value } as DealInput)).body;

		const updated = await change(walk.other);
		const changed = walk.changes ?? name;
		expect(shown(updated.deal, name, walk), `${name}: updated`).toEqual(walk.other);
		expect(shown(await stored(id), name, walk), `${name}: stored`).toEqual(walk.other);
		expect(updated.changed_fields, `${name}: changed_fields`).toContain(changed);
		expect(Object.keys((await newest()).previous ?? {}), `${name}: previous`).toContain(changed);
		if (!walk.without?.history) {
			const history = (await page(`/deals/${id}`)).split('id="history"')[1] ?? '';
			const label = ({ notes: 'Note', stage_id: 'Stage', name: 'Deal name' }[changed] ??
				labelOf(name)) as string;
			expect(history.toLowerCase(), `${name}: history`).toContain(label.toLowerCase());
		}
		if (!isNullable(name)) return;
		const cleared = await change(null);
		expect([null, []], `${name}: cleared`).toContainEqual(shown(cleared.deal, name, walk));
		expect([null, []], `${name}: stored`).toContainEqual(shown(await stored(id), name, walk));
		expect(cleared.changed_fields, `${name}: changed_fields`).toContain(changed);
	});

	test.each(in_('page'))('%s is on the page of the deal', async (_, { seen }) => {
		expect(await page(`/deals/${dealBy('API').id}`)).toContain(seen);
	});

	test.each(in_('form'))('%s is in the form of the deal, and read from it', async (name, walk) => {
		const input = INSIDE[name] ? `${name}.${INSIDE[name]}` : name;
		expect(await page(`/deals/${dealBy('API').id}/edit`)).toMatch(
			new RegExp(`<(input|textarea|select)[^>]*\\sname="${input}"`),
		);
		const typed = name === 'reminder' ? '2026-12-01T09:00' : walk.written;
		const read = inputOfForm({ [input]: typed }, { [input]: '' }, []);
		expect(read[name]).toEqual(
			INSIDE[name] ? expect.objectContaining(walk.given as object) : walk.given,
		);
	});

	test.each(in_('search'))('the deal is found by its %s', async (_, { written }) => {
		const { data } = (await fluid.get(`/api-deals?q=${encodeURIComponent(written.trim())}`)).body;
		expect(data.map(({ id }: Deal) => id)).toContain(dealBy('API').id);
		const board = await page(`/deals?status=lost&q=${encodeURIComponent(written.trim())}`);
		expect(board).toContain(dealBy('API').id);
	});

	test.each(in_('n8n'))('%s is offered in n8n, read and sent', (name, walk) => {
		expect([...offered().keys()]).toContain(name);
		const given = name === 'external_id' ? 'walk-n8n' : walk.given;
		expect(shown(dealBy('n8n'), name, walk)).toEqual(given);
	});

	test.each(in_('Zapier'))('%s is offered in a Zap, read and sent', (name, walk) => {
		const { inputFields = [] } = ZapierApp.creates.create_deal.operation as {
			inputFields?: unknown[];
		};
		const keys = inputFields.map((field) => (field as { key?: string }).key);
		expect(keys).toContain(INSIDE[name] ? `${name}_${INSIDE[name]}` : name);
		const given = name === 'external_id' ? 'walk-zapier' : walk.given;
		expect(shown(dealBy('Zapier'), name, walk)).toEqual(given);
	});

	test.each(Object.keys(schemas.deal.properties))('%s of a deal can be mapped in a Zap', (name) => {
		if (name === 'custom_fields') return;
		const { outputFields = [] } = ZapierApp.creates.create_deal.operation as {
			outputFields?: unknown[];
		};
		const keys = outputFields.map((field) => String((field as { key?: string }).key));
		expect(keys.filter((key) => key === name || key.startsWith(`${name}__`))).not.toEqual([]);
	});

	test.each(in_('import'))('%s is taken from a column', (name, walk) => {
		const given = name === 'external_id' ? 'walk-import' : walk.given;
		expect(shown(dealBy('import'), name, walk)).toEqual(given);
	});

	test.each(Object.keys(schemas.dealInput.properties))('%s is in the reference', async (name) => {
		expect(await page('/docs')).toContain(`<code>${name}</code>`);
	});
});

describe('every type of custom field', () => {
	test.each(customFieldTypeNames)('%s is stored', (type) => {
		expect(dealBy('API').custom_fields[keyOf(type)]).toEqual(ownWalks[type].given);
	});

	test.each(customFieldTypeNames)('%s is updated, published, and cleared', async (type) => {
		const { given, other } = ownWalks[type];
		const key = keyOf(type);
		const { id } = await fluid.deal({ name: 'Walked', custom_fields: { [key]: given } } as never);
		const change = async (value: unknown) =>
			(await fluid.ingest({ id, custom_fields: { [key]: value } } as DealInput)).body;

		const updated = await change(other);
		expect(updated.deal.custom_fields[key], `${type}: updated`).toEqual(other);
		expect((await stored(id)).custom_fields[key], `${type}: stored`).toEqual(other);
		expect(updated.changed_fields, `${type}: changed_fields`).toEqual([`custom_fields.${key}`]);
		expect((await newest()).previous, `${type}: previous`).toEqual({
			custom_fields: { [key]: given },
		});
		const history = (await page(`/deals/${id}`)).split('id="history"')[1];
		expect(history, `${type}: history`).toContain(`Own ${type}`);
		const cleared = await change(null);
		expect(cleared.deal.custom_fields[key], `${type}: cleared`).toBeNull();
		expect((await stored(id)).custom_fields[key], `${type}: stored`).toBeNull();
		expect(cleared.changed_fields, `${type}: changed_fields`).toEqual([`custom_fields.${key}`]);
	});

	test.each(customFieldTypeNames)('%s is on the page of the deal', async (type) => {
		const [, after = ''] = (await page(`/deals/${dealBy('API').id}`)).split(`<dt>Own ${type}</dt>`);
		expect(after.split('</dd>')[0]).toContain(ownWalks[type].seen);
	});

	test.each(customFieldTypeNames)(
		'%s is in the form of the deal, and read from it',
		async (type) => {
			const name = `custom_fields.${keyOf(type)}`;
			expect(await page(`/deals/${dealBy('API').id}/edit`)).toContain(`name="${name}"`);
			const { given, written } = ownWalks[type];
			const typed = Array.isArray(given) ? (given as string[]) : written;
			const read = inputOfForm({ [name]: typed }, { [name]: '' }, ownFields);
			expect(read.custom_fields).toEqual({ [keyOf(type)]: given });
		},
	);

	test.each(customFieldTypeNames)('%s is asked and answered in a lead form', async (type) => {
		const key = keyOf(type);
		const id = await addForm(fluid, {
			fields: [question('email', 'Email'), question(key, 'Answer')],
		});
		const visitor = new Visitor(`${fluid.url}/f/${id}`, 'https://www.example.com');
		const hosted = await page(`/f/${id}`);
		expect(hosted, `${type}: hosted page`).toContain(`name="${key}"`);
		const { body } = await visitor.definition();
		expect(body.questions[1], `${type}: script`).toMatchObject({
			control: customFieldTypes[type].html.control,
		});
		const { given, written } = ownWalks[type];
		const answer = Array.isArray(given) ? (given as string[]) : written;
		const email = `${type}@visitor.example`;
		await visitor.send({ email, [key]: answer });
		const [deal] = (await fluid.get(`/api-deals?email=${email}`)).body.data as [Deal];
		expect(deal.custom_fields[key], `${type}: answer`).toEqual(given);
	});

	test.each(customFieldTypeNames)('%s can be chosen for a new field', async (type) => {
		expect(await page('/settings/custom-fields')).toMatch(
			new RegExp(`<option\\s+value="${type}"[^>]*>\\s*${customFieldTypes[type].label}\\s*<`),
		);
	});

	test.each(customFieldTypeNames)('%s is offered in n8n, read and sent', async (type) => {
		expect(dealBy('n8n').custom_fields[keyOf(type)]).toEqual(ownWalks[type].given);
	});

	test.each(customFieldTypeNames)('%s is offered in a Zap, read, sent and mapped', async (type) => {
		expect(dealBy('Zapier').custom_fields[keyOf(type)]).toEqual(ownWalks[type].given);
		const { inputFields, outputFields } = ZapierApp.creates.create_deal.operation;
		for (const [fields, key] of [
			[inputFields, `custom_field_${keyOf(type)}`],
			[outputFields, `custom_fields__${keyOf(type)}`],
		] as const) {
			const makers = ((fields ?? []) as unknown[]).filter((each) => typeof each === 'function');
			const made = await Promise.all(makers.map((make) => zapOf(fluid)(make)));
			expect(made.flat().map((field: { key: string }) => field.key)).toContain(key);
		}
	});

	test.each(customFieldTypeNames)('%s is taken from a column', (type) => {
		expect(dealBy('import').custom_fields[keyOf(type)]).toEqual(ownWalks[type].given);
	});

	test.each(customFieldTypeNames)('%s is in the description of the API', async (type) => {
		const { components } = (await axios.get(`${fluid.url}/openapi.json`)).data;
		expect(components.schemas.CustomFieldType.enum).toContain(type);
	});
});
