import { describe, expect, test } from 'vitest';
import { addForm, question } from '../../server/test/forms/formFixture';
import { fluidForFile } from '../../test/support/fluid';
import { addLeadForm, sendLeadForm } from '../checks/support/leadForm';
import { LiveZaps, operation } from './support/liveZaps';
import { asZapierHandsOn, zapOf } from './support/zap';

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '50ms' });
const zaps = LiveZaps.forFile(fluid);
const { zap, turnOn, started } = zaps;

describe('New Form Submission', () => {
	const trigger = operation('form.submitted');
	const asked = [
		question('name', 'Who are you?', true),
		question('email', 'Where do we reach you?', true),
	];
	const visit = { name: 'Ida Rhodes', email: 'ida@example.com', message: 'Call me' };
	type Shown = { key: string; label: string; type?: string; list?: boolean };
	const shown = async (inputData = {}, as = zap): Promise<Shown[]> =>
		as(trigger.outputFields, inputData);

	test('gives the lead, the deal and the answers, live as in the test of the editor', async () => {
		const form = await addLeadForm(fluid, 'Contact us');
		const subscription = await turnOn('form.submitted', { form_id: form });

		await sendLeadForm(fluid, form);
		const [live] = await started('form.submitted', subscription);

		expect(live).toMatchObject({
			form_id: form,
			fields: { email: 'ida@example.com' },
			contact: { name: 'Ida Rhodes', email: 'ida@example.com' },
			deal: {
				name: 'Computing Ltd',
				stage_name: 'New lead',
				notes: [{ text: expect.any(String) }],
			},
			form: { name: 'Contact us' },
		});
		expect(await zap(trigger.performList, { form_id: form })).toEqual([live]);
	});

	test('has one ID of the deal and one of the contact', async () => {
		const labels = (await shown()).map(({ label }) => label);

		for (const label of ['Deal ID', 'Contact ID', 'Form ID', 'Contact Email', 'Contact Name'])
			expect(labels.filter((one) => one === label)).toHaveLength(1);
	});

	test('labels the answers as the chosen form asks, and those of all forms before one is chosen', async () => {
		await fluid.addCustomField({
			key: 'budget_from',
			name: 'Budget from',
			type: 'number',
		});
		const first = await addForm(fluid, { name: 'First', fields: asked });
		const fields = [question('email', 'Your address'), question('budget_from', 'How much?')];
		const second = await addForm(fluid, { name: 'Second', fields });
		const answers = async (form_id?: string) =>
			(await shown({ form_id }, zapOf(fluid)))
				.filter(({ key }) => key.startsWith('fields__'))
				.map(({ key, label, type }) => [key, label, type]);

		expect(await answers(first)).toEqual([
			['fields__name', 'Who are you?', 'string'],
			['fields__email', 'Where do we reach you?', 'string'],
		]);
		expect(await answers(second)).toEqual([
			['fields__email', 'Your address', 'string'],
			['fields__budget_from', 'How much?', 'number'],
		]);
		expect(await answers()).toContainEqual(['fields__budget_from', 'How much?', 'number']);
		expect(await shown({ form_id: second }, zapOf(fluid))).toContainEqual({
			key: 'deal__custom_fields__budget_from',
			label: 'Deal Budget from',
			type: 'number',
		});
	});

	test('starts the Zap with what was sent although the deal is gone, or cannot be read', async () => {
		const form = await addLeadForm(fluid, 'Gone');
		const subscription = await turnOn('form.submitted', { form_id: form });
		await sendLeadForm(fluid, form);
		const [first] = await started('form.submitted', subscription);
		await fluid.delete(`/api-deals/${first.deal_id}`);
		await fluid.delete(`/api-contacts/${first.contact_id}`);

		const [later] = await started('form.submitted', subscription);
		const delivery = zaps.hooks.received.at(-1)!;
		const [offline] = await zapOf({ url: 'http://127.0.0.1:9', key: fluid.key })(
			trigger.perform,
			{},
			{ subscribeData: subscription, ...asZapierHandsOn(delivery) },
		);

		for (const record of [later, offline])
			expect(record).toMatchObject({ fields: { email: visit.email }, contact: null, deal: null });
	});

	test('gives the person who wrote, also when the deal belongs to somebody else by now', async () => {
		const form = await addLeadForm(fluid, 'Handed over');
		const subscription = await turnOn('form.submitted', { form_id: form });
		await sendLeadForm(fluid, form);
		const [first] = await started('form.submitted', subscription);
		await fluid.deal({ id: first.deal_id, contact: { email: 'boss@example.com' } });

		const [later] = await started('form.submitted', subscription);

		expect(later.contact.email).toBe(visit.email);
	});
});
