import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import { fluidForFile } from '../../test/support/fluid.ts';
import type { FluidClient } from '../../test/support/fluidClient.ts';
import snapshotFile from '../definition.snapshot.json';
import { recipeFaults } from '../recipes/faults.mts';
import { prefilledLink } from '../recipes/link.mts';
import { recipePages, recipes } from '../recipes/pages.mts';
import {
	type FluidStep,
	isFluid,
	placeOf,
	type Recipe,
	replaceMapped,
} from '../recipes/recipe.mts';
import { flat } from './rules/flat.ts';
import type { Snapshot } from './snapshot.ts';
import { addLeadForm, sendLeadForm } from './support/leadForm.ts';
import { connectionOf, Zap } from './support/zap.ts';
import { Zapier } from './support/zapier.ts';

const snapshot = snapshotFile as Snapshot;
const all = recipes();

describe('a recipe', () => {
	test.each(Object.keys(all))('%s names only what the app has', (name) => {
		expect(recipeFaults(all[name] as Recipe, snapshot)).toEqual([]);
	});

	const valid = (): Recipe => ({
		title: 'A won deal becomes a reminder',
		description: 'Reminds of a won deal.',
		before: [],
		steps: [
			{ app: 'Fluid', trigger: 'deal_won', fields: {} },
			{
				app: 'Fluid',
				create: 'create_or_update_deal',
				fields: { match_on: 'email', name: '{{1.name}}', contact_email: '{{1.contact__email}}' },
			},
		],
		notes: [],
	});
	const second = ({ steps }: Recipe) => steps[1] as { create: string; fields: object };

	test.each<[string, (recipe: Recipe) => void, string]>([
		[
			'an action that is not there',
			(recipe) => (second(recipe).create = 'win'),
			'Step 2: creates has no win.',
		],
		[
			'a hidden trigger',
			(recipe) => Object.assign(recipe.steps[0] ?? {}, { trigger: 'stage_list' }),
			'Step 1: triggers has no stage_list.',
		],
		[
			'a field that is not there',
			(recipe) => Object.assign(second(recipe).fields, { colour: 'red' }),
			'Step 2: create_or_update_deal has no field colour.',
		],
		[
			'a choice that is not there',
			(recipe) => Object.assign(second(recipe).fields, { status: 'paused' }),
			'Step 2: status cannot be paused.',
		],
		[
			'what no step gives',
			(recipe) => Object.assign(second(recipe).fields, { note: '{{1.colour}}' }),
			'Step 2: step 1 gives no colour.',
		],
		[
			'a step behind it',
			(recipe) => Object.assign(second(recipe).fields, { note: '{{2.id}}' }),
			'Step 2: there is no step 2 before it.',
		],
		[
			'no value for a required field',
			(recipe) =>
				Object.assign(second(recipe), { create: 'mark_deal_won', fields: { note: 'Paid' } }),
			'Step 2: mark_deal_won needs deal_id.',
		],
	])('with %s is refused', (_, change, sentence) => {
		const recipe = valid();
		expect(recipeFaults(recipe, snapshot)).toEqual([]);
		change(recipe);
		expect(recipeFaults(recipe, snapshot)).toContain(sentence);
	});

	test('that creates what it does not find names only what that action has', () => {
		const recipe = valid();
		const fields = { name: '{{1.name}}' };
		recipe.steps[1] = { app: 'Fluid', search: 'find_deal', fields, create_fields: fields };
		expect(recipeFaults(recipe, snapshot)).toEqual([]);

		Object.assign(fields, { exact_name: 'true' });

		expect(recipeFaults(recipe, snapshot)).toEqual([
			'Step 2: create_deal has no field exact_name.',
		]);
	});

	test('opens in Zapier with its steps and fixed values, and leaves what is mapped to the user', () => {
		const link = new URL(
			prefilledLink(all['smartlead-positive-reply-to-deal'] as Recipe) as string,
		);

		expect(Object.fromEntries(link.searchParams)).toMatchObject({
			'steps[0][app]': 'WebHookCLIAPI@latest',
			'steps[0][action]': 'hook_v2',
			'steps[1][action]': 'create_or_update_deal',
			'steps[1][params][match_on]': 'email',
			'steps[1][params][pipeline_id]': 'Sales',
			'steps[1][params][on_create_labels]': 'cold email',
		});
		expect(link.searchParams.has('steps[1][params][contact_email]')).toBe(false);
	});

	test.each(Object.keys(all))(
		'%s says that its link works once the app is published',
		async (name) => {
			const text = (await recipePages())[inRepository('docs', 'zaps', `${name}.md`)];

			if (text?.includes('api.zapier.com/v1/embed'))
				expect(text).toMatch(/Once the Fluid app is published at Zapier, \*\*\[open this Zap/);
		},
	);

	test('has no link where the name of its trigger at Zapier is not known', () => {
		expect(prefilledLink(all['stripe-payment-to-deal-won'] as Recipe)).toBeUndefined();
	});
});

test('the pages in docs/zaps are those of the recipes; refresh them with npm run generate', async () => {
	const written = await recipePages();

	for (const [path, text] of Object.entries(written))
		expect(existsSync(path) && readFileSync(path, 'utf8'), path).toBe(text);
	expect(readdirSync(inRepository('docs/zaps'))).toHaveLength(Object.keys(written).length);
});

describe('built as its page says, with the real app and server,', () => {
	const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '50ms' });
	let zapier: Zapier;

	beforeAll(async () => {
		zapier = await Zapier.start();
	});
	afterAll(async () => {
		await zapier?.stop();
		await fluid?.stop();
	});

	/** Runs the steps of our app; the others give their examples. Returns what each step gave, or got to send. */
	async function run(
		name: string,
		{ started = {}, given = {}, client = fluid as FluidClient } = {},
		// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows what its steps give
	): Promise<any[]> {
		const outcomes: object[] = [];
		const filledIn = (fields: Record<string, string> = {}) =>
			Object.fromEntries(
				Object.entries(fields).map(([key, value]) => [
					key,
					replaceMapped(value, (number, from) => String(flat(outcomes[number - 1])[from] ?? '')),
				]),
			);
		for (const step of (all[name] as Recipe).steps) {
			if (!isFluid(step))
				outcomes.push(step.gives ? { ...step.gives, ...given } : filledIn(step.fields));
			else outcomes.push(step.trigger ? started : await runStep(client, step, filledIn));
		}
		return outcomes;
	}

	async function runStep(
		client: FluidClient,
		step: FluidStep,
		filledIn: (fields?: Record<string, string>) => Record<string, unknown>,
	) {
		const perform = (place: readonly string[], fields?: Record<string, string>) =>
			zapier.run(connectionOf(client), `${place.join('.')}.operation.perform`, {
				inputData: filledIn(fields),
			});
		const result = await perform(placeOf(step), step.fields);
		if (!step.search) return result;
		if (result.length > 0 || !step.create_fields) return result[0];
		const { create } = snapshot.searchOrCreates[step.search] as { create: string };
		return perform(['creates', create], step.create_fields);
	}

	test.each(['Smartlead', 'Instantly'])(
		'a positive reply in %s makes one deal, and a second reply updates it',
		async (tool) => {
			const client = await fluid.otherWorkspace(tool);
			const name = `${tool.toLowerCase()}-positive-reply-to-deal`;

			const [, created] = await run(name, { client });
			const [, again] = await run(name, { client });

			expect(created).toMatchObject({
				pipeline_name: 'Sales',
				source: tool,
				labels: ['cold email'],
				contact: { email: 'ada@example.com' },
				reminder: { state: 'scheduled' },
			});
			expect(again.id).toBe(created.id);
		},
	);

	test.each(['Smartlead', 'Instantly'])(
		'a second reply in %s leaves what somebody has made of the deal',
		async (tool) => {
			const client = await fluid.otherWorkspace(`${tool} again`);
			const name = `${tool.toLowerCase()}-positive-reply-to-deal`;
			const [, { id }] = await run(name, { client });
			const work = { name: 'Engines for Ada', labels: ['hot'], source: 'Referral' };
			await client.deal({ id, ...work, contact: { email: 'ada@example.com', name: 'Ada King' } });

			const later = '2026-11-25T09:30:00.000Z';
			const given = { event_timestamp: later, timestamp: later };
			const [, again] = await run(name, { client, given });

			expect(again).toMatchObject({ id, ...work, contact: { name: 'Ada King' } });
		},
	);

	test('a reply of somebody without a name makes a deal named by the email address', async () => {
		const client = await fluid.otherWorkspace('Nameless');
		const given = { lead_data__first_name: '', lead_data__last_name: '' };

		const [, created] = await run('smartlead-positive-reply-to-deal', { client, given });

		expect(created.name).toBe('ada@example.com');
	});

	test.each(['calendly', 'cal-com'])('a booking in %s moves the open deal', async (tool) => {
		const email = 'ada@example.com';
		const { body } = await fluid.get(`/api-deals?email=${email}&status=open`);
		const deal = body.data[0] ?? (await fluid.deal({ name: 'Acme website', contact: { email } }));

		const [, moved] = await run(`${tool}-booking-to-meeting-booked`);

		expect(moved).toMatchObject({
			id: deal.id,
			stage_name: 'Meeting booked',
			reminder: { at: '2026-11-27T09:00:00.000Z', note: 'Discovery call with Ada Lovelace' },
		});
	});

	test('a payment in Stripe wins the open deal', async () => {
		const [, found, won] = await run('stripe-payment-to-deal-won');

		expect(won).toMatchObject({
			id: found.id,
			status: 'won',
			contact: { email: 'ada@example.com' },
		});
	});

	test('a won deal is posted to Slack with its value and link', async () => {
		const zap = await Zap.turnOn(zapier, connectionOf(fluid), 'deal_won');
		await fluid.deal({
			name: 'Acme website',
			value: 4800,
			status: 'won',
			company: 'Acme',
			contact: { name: 'Grace Hopper' },
		});
		const [started] = await zap.nextRun();

		const [, { text }] = await run('deal-won-to-slack', { started });

		expect(text).toBe(`Acme website is won: USD 4800 from Acme (Grace Hopper). ${started.url}`);
		await zap.turnOff();
		await zap.stop();
	});

	test('a sent form is posted to Slack and sent by email', async () => {
		const zap = await Zap.turnOn(zapier, connectionOf(fluid), 'form_submitted');
		await sendLeadForm(fluid, await addLeadForm(fluid, 'Contact us'));
		const [started] = await zap.nextRun();

		const [, slack, email] = await run('form-submitted-to-slack-and-email', { started });

		expect(slack.text).toContain(
			`${started.contact.name} (${started.contact.email}) is a new lead`,
		);
		expect(slack.text).toContain(started.landing_page);
		expect(email.subject).toBe(`New lead: ${started.contact.name}`);
		await zap.turnOff();
		await zap.stop();
	});
});
