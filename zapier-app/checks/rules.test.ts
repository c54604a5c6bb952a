import { describe, expect, test } from 'vitest';
import type { Definition, InputField, Step } from './definition.ts';
import { rules } from './rules/index.ts';
import { validDefinition } from './support/validDefinition.ts';

type Breaks = (definition: Definition) => void;

const trigger = ({ triggers }: Definition) => triggers.deal_created as Step;
const search = ({ searches }: Definition) => searches.find_deal as Step;
const create = ({ creates }: Definition) => creates.update_deal as Step;
const field = ({ operation }: Step) => operation.inputFields?.[0] as InputField;
const sample = ({ operation }: Step) => operation.sample as Record<string, unknown>;
const apiKey = ({ authentication }: Definition) => authentication.fields?.[0] as InputField;

const help =
	(helpText: string): Breaks =>
	(definition) =>
		Object.assign(field(create(definition)), { helpText });
const label =
	(text: string): Breaks =>
	(definition) =>
		Object.assign(create(definition).display, { label: text });
const describedAs =
	(description: string): Breaks =>
	(definition) =>
		Object.assign(trigger(definition).display, { description });
const createdAt =
	(created_at: unknown): Breaks =>
	(definition) =>
		Object.assign(sample(search(definition)), { created_at });

/** For each rule, the ways to break it, each the only thing wrong with the app. */
const faults: Record<string, Record<string, Breaks>> = {
	D001: {
		'an action that asks for an API key': (app) =>
			create(app).operation.inputFields?.push({ key: 'api_key', label: 'API Key' }),
		'a search with a field of type password': (app) =>
			search(app).operation.inputFields?.push({
				key: 'pin',
				label: 'PIN',
				type: 'password',
			}),
		'a field whose label alone asks for a secret': (app) =>
			create(app).operation.inputFields?.push({
				key: 'sign_with',
				label: 'Webhook Secret',
			}),
	},
	D002: {
		'a credential without help': (app) => delete apiKey(app).helpText,
		'help that says where, but does not link there': (app) =>
			Object.assign(apiKey(app), { helpText: 'Find it under Settings > API.' }),
	},
	D003: {
		'no connection label': (app) => delete app.authentication.connectionLabel,
		'a label that is the same for every account': (app) =>
			(app.authentication.connectionLabel = 'Fluid'),
		'a label that shows the API key': (app) => (app.authentication.connectionLabel = '{{api_key}}'),
	},
	D004: {
		'an id to type in': (app) =>
			create(app).operation.inputFields?.push({ key: 'stage_id', label: 'Stage' }),
	},
	D005: {
		'a dropdown filled by a trigger that is not there': (app) =>
			Object.assign(field(trigger(app)), { dynamic: 'stage_list.id.name' }),
	},
	D006: {
		'an instant trigger that cannot list': (app) => delete trigger(app).operation.performList,
	},
	D007: {
		'a link without https': help('Read [the guide](http://crm.example.com/guide).'),
		'a sample that links to the own machine': (app) =>
			Object.assign(sample(search(app)), { url: 'http://localhost:3000/deals/1' }),
		'a placeholder without https': (app) =>
			Object.assign(field(create(app)), { placeholder: 'http://crm.example.com' }),
	},
	D008: {
		'a link that leads nowhere': help('Read [the guide]().'),
		'a link with half its brackets': help('Read [the guide(https://crm.example.com/guide).'),
		'a link with a space in the middle': help('Read [the guide] (crm.example.com/guide).'),
		'an address that is neither link nor code': help('Read https://crm.example.com/guide.'),
		'a bare address in a description': describedAs('Triggers when www.example.com has a deal.'),
	},
	D009: {
		'a search by nothing': (app) => (search(app).operation.inputFields = []),
	},
	D010: {
		'a sample of a polling trigger without id': (app) =>
			((app.triggers.pipeline_list as Step).operation.sample = { pipeline: 'pip_1' }),
	},
	D011: {
		'help that repeats the label': help('deal.'),
	},
	D012: {
		'a trigger without sample': (app) => delete trigger(app).operation.sample,
		'a create without sample': (app) => delete create(app).operation.sample,
	},
	D013: {
		'a field that names a search that is not there': (app) =>
			Object.assign(field(create(app)), { search: 'find_offer.id' }),
	},
	D014: {
		'a search beside no dropdown': (app) => {
			const name = search(app).operation.inputFields?.[0];
			Object.assign(name as InputField, { search: 'find_deal.id' });
		},
	},
	D015: {
		'a search that is not there': (app) =>
			Object.assign(app.searchOrCreates.find_deal ?? {}, { search: 'find_offer' }),
		'a create that is not there': (app) =>
			Object.assign(app.searchOrCreates.find_deal ?? {}, { create: 'create_offer' }),
	},
	'D016 D017': {
		'nothing but a static webhook': (app) => {
			const { performSubscribe, performUnsubscribe, ...operation } = trigger(app).operation;
			operation.inputFields = [];
			app.triggers = { deal_created: { ...trigger(app), operation } };
			app.searches = app.creates = {};
			app.searchOrCreates = {};
			expect([performSubscribe, performUnsubscribe]).not.toContain(undefined);
		},
	},
	D017: {
		'a trigger that does not subscribe': (app) => delete trigger(app).operation.performSubscribe,
		'a trigger that does not unsubscribe': (app) =>
			delete trigger(app).operation.performUnsubscribe,
	},
	D018: {
		'a label in lower case': label('update deal'),
		'a label like a sentence': label('Update deal'),
		'a small word with a capital': label('Move Deal To Stage'),
		'a search or create in lower case': (app) =>
			Object.assign(app.searchOrCreates.find_deal?.display ?? {}, { label: 'find or create' }),
	},
	D021: {
		'a description that begins otherwise': describedAs('Fires when a deal is created.'),
		'a description without a full stop': describedAs('Triggers when a deal is created'),
	},
	D022: {
		'a create with nothing but custom fields': (app) =>
			(create(app).operation.inputFields = ['$func$2$f$']),
	},
	D023: {
		'a date as people write it': createdAt('24 Nov 2026'),
		'a date with the day first': createdAt('24/11/2026'),
		'a time without its zone': createdAt('2026-11-24T09:30:00'),
		'a number of seconds': createdAt(1_795_513_800),
		'a date under a name that does not say so': (app) =>
			Object.assign(sample(search(app)), { meeting: 'Nov 24, 2026' }),
	},
	D024: {
		'a sample without what is required': (app) =>
			((sample(trigger(app)) as { id?: string }).id = undefined),
		'a number in a sample that is a text': (app) =>
			Object.assign(sample(trigger(app)), { value: '4800' }),
	},
	D025: {
		'a link that runs a script': help('Press [here](javascript:alert(1)).'),
	},
};

const broken = (breaks: Breaks) => {
	const definition = structuredClone(validDefinition());
	breaks(definition);
	return JSON.parse(JSON.stringify(definition)) as Definition;
};

const rulesBrokenBy = (definition: Definition) =>
	Object.entries(rules)
		.filter(([, { faults }]) => faults(definition).length > 0)
		.map(([id]) => id)
		.sort();

describe('the rules for publishing', () => {
	test('find nothing in an app that keeps them all', () => {
		expect(rulesBrokenBy(validDefinition())).toEqual([]);
	});

	const cases = Object.entries(faults).flatMap(([ids, ways]) =>
		Object.entries(ways).map(([way, breaks]) => ({ ids, way, breaks })),
	);

	test.each(cases)('$ids catches $way', ({ ids, breaks }) => {
		expect(rulesBrokenBy(broken(breaks))).toEqual(ids.split(' '));
	});

	test('are each broken by one of these', () => {
		expect(new Set(Object.keys(faults).flatMap((ids) => ids.split(' ')))).toEqual(
			new Set(Object.keys(rules)),
		);
	});
});

describe('an app passes with', () => {
	const passes: Record<string, Breaks> = {
		'small words in a label': label('Move Deal to Stage'),
		'a part of a word with a capital': label('Send E-Mail'),
		'a day without a time': createdAt('2026-11-24'),
		'a time with an offset': createdAt('2026-11-24T09:30:00-05:00'),
		'an empty value where a type is promised': (app) =>
			Object.assign(sample(trigger(app)), { value: null }),
		'a text that only begins like a date': (app) =>
			Object.assign(sample(search(app)), {
				note: '24/11/2026 is when she wants to be called again',
			}),
		'an address in backticks': help('E.g. `https://crm.example.com`.'),
		'an id from another app to type in': (app) =>
			create(app).operation.inputFields?.push({ key: 'external_id', label: 'External ID' }),
		'a mail link': help('Write to [support](mailto:support@example.com).'),
	};

	test.each(Object.entries(passes))('%s', (_, change) => {
		expect(rulesBrokenBy(broken(change))).toEqual([]);
	});
});
