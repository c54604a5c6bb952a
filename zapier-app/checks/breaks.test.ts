import { describe, expect, test } from 'vitest';
import { announcesBreaks, breaks } from './breaks.ts';
import { snapshotOf, type FieldShape, type Snapshot, type StepShape } from './snapshot.ts';
import { validDefinition } from './support/validDefinition.ts';

const limits = {
	cache: { seconds: 60, scope: ['auth'] },
	step_ms: 25_000,
	note_window_ms: 86_400_000,
	most_records: 25,
};

const before = snapshotOf(validDefinition(), limits);

const trigger = ({ triggers }: Snapshot) => triggers.deal_created as StepShape;
const search = ({ searches }: Snapshot) => searches.find_deal as StepShape;
const create = ({ creates }: Snapshot) => creates.update_deal as StepShape;
const deal = (snapshot: Snapshot) => create(snapshot).inputFields.deal_id as FieldShape;
const value = (snapshot: Snapshot) => create(snapshot).inputFields.value as FieldShape;
const both = ({ searchOrCreates }: Snapshot) => searchOrCreates.find_deal as { search: string };

const after = (change: (snapshot: Snapshot) => void) => {
	const snapshot = structuredClone(before);
	change(snapshot);
	return breaks(before, snapshot);
};

describe('a Zap that runs today would break when', () => {
	const changes: Array<[string, (now: Snapshot) => void, string]> = [
		[
			'a trigger is gone',
			(now) => delete now.triggers.deal_created,
			'C001 trigger deal_created is gone.',
		],
		['a search is gone', (now) => delete now.searches.find_deal, 'C001 search find_deal is gone.'],
		[
			'a create is gone',
			(now) => delete now.creates.update_deal,
			'C001 create update_deal is gone.',
		],
		[
			'a search or create is gone',
			(now) => delete now.searchOrCreates.find_deal,
			'C001 search or create find_deal is gone.',
		],
		[
			'a trigger is hidden',
			(now) => (trigger(now).hidden = true),
			'C001 trigger deal_created is hidden now.',
		],
		[
			'an instant trigger becomes a polling one',
			(now) => (trigger(now).type = 'polling'),
			'trigger deal_created was hook and is now polling.',
		],
		[
			'an input field is gone',
			(now) => delete trigger(now).inputFields.pipeline_id,
			'C002 trigger deal_created, field pipeline_id is gone.',
		],
		[
			'an input field changes its type',
			(now) => (deal(now).type = 'integer'),
			'create update_deal, field deal_id was string and is now integer.',
		],
		[
			'an input field takes a list instead of one value',
			(now) => (deal(now).list = true),
			'create update_deal, field deal_id was string and is now a list of string.',
		],
		[
			'an optional field becomes required',
			(now) =>
				Object.assign(trigger(now).inputFields.pipeline_id as FieldShape, { required: true }),
			'trigger deal_created, field pipeline_id is required now and has no default.',
		],
		[
			'a choice of a field is gone',
			(now) => ((create(now).inputFields.status as FieldShape).choices = { open: 'Open' }),
			'create update_deal, field status can no longer be won.',
		],
		[
			'a new field is required',
			(now) => (create(now).inputFields.owner = { label: 'Owner', type: 'string', required: true }),
			'create update_deal, field owner is required now and has no default.',
		],
		[
			'a key of a sample is gone',
			(now) => delete search(now).sample.name,
			'C003 search find_deal, sample key name is gone.',
		],
		[
			'a key of a sample changes its type',
			(now) => (search(now).sample.value = 'string'),
			'search find_deal, sample key value was number and is now string.',
		],
		[
			'an output field is gone',
			(now) => delete trigger(now).outputFields.value,
			'C003 trigger deal_created, output field value is gone.',
		],
		[
			'an output field changes its type',
			(now) => (trigger(now).outputFields.value = { label: 'Value', type: 'string' }),
			'trigger deal_created, output field value was number and is now string.',
		],
		[
			'a field has no dropdown any more',
			(now) => delete deal(now).dynamic,
			'create update_deal, field deal_id has lost its dropdown.',
		],
		[
			'a stage no longer depends on its pipeline',
			(now) => delete create(now).inputFields.stage_id?.dependsOn,
			'create update_deal, field stage_id no longer depends on deal_id.',
		],
		[
			'a field no longer alters the ones below it',
			(now) => delete trigger(now).inputFields.pipeline_id?.altersDynamicFields,
			'trigger deal_created, field pipeline_id no longer alters the fields that depend on the account.',
		],
		[
			'the cache is shared between connections',
			(now) => (now.limits.cache.scope = []),
			'cache was {"seconds":60,"scope":["auth"]} and is now {"seconds":60,"scope":[]}.',
		],
		[
			'a note counts as new sooner',
			(now) => (now.limits.note_window_ms = 1),
			'note_window_ms was 86400000 and is now 1.',
		],
		[
			'the connection changes its type',
			(now) => (now.authentication.type = 'oauth2'),
			'The connection was of type custom and is now oauth2.',
		],
		[
			'the connection asks for something else',
			(now) =>
				(now.authentication.fields.region = { label: 'Region', type: 'string', required: true }),
			'connection, field region is required now and has no default.',
		],
		[
			'a search or create searches otherwise',
			(now) => (both(now).search = 'find_offer'),
			'search or create find_deal: its search was find_deal and is now find_offer.',
		],
	];

	test.each(changes)('%s', (_, change, sentence) => {
		expect(after(change)).toEqual([sentence]);
	});
});

describe('nothing breaks when', () => {
	const additions: Array<[string, (now: Snapshot) => void]> = [
		['nothing changes', () => {}],
		['a trigger comes', (now) => (now.triggers.deal_won = trigger(now))],
		['a field becomes a text', (now) => (value(now).type = 'string')],
		['a field comes', (now) => (create(now).inputFields.name = { label: 'Stage', type: 'string' })],
		[
			'a required field comes with a default',
			(now) =>
				(create(now).inputFields.mode = {
					label: 'Mode',
					type: 'string',
					required: true,
					default: true,
				}),
		],
		['a label says it better', (now) => (deal(now).label = 'Which Deal')],
		['a required field becomes optional', (now) => delete deal(now).required],
		[
			'a choice comes',
			(now) =>
				((create(now).inputFields.status as FieldShape).choices = {
					open: 'Open',
					won: 'Won',
					lost: 'Lost',
				}),
		],
		['a sample gains a key', (now) => (search(now).sample.currency = 'string')],
		['a sample has a value where it was empty', (now) => (search(now).sample.value = 'empty')],
	];

	test.each(additions)('%s', (_, change) => {
		expect(after(change)).toEqual([]);
	});
});

test.each([
	['0.1.0', '0.1.1', false],
	['0.1.0', '0.2.0', true],
	['1.4.2', '1.5.0', false],
	['1.4.2', '2.0.0', true],
])('from %s to %s, breaking is announced: %s', (from, to, announced) => {
	expect(announcesBreaks(from, to)).toBe(announced);
});
