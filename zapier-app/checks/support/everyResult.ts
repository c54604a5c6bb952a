import { eventNames } from '../../../contract/events.ts';
import type { FluidFixture } from '../../../test/support/fluid.ts';
import { kinds, declaredOutputFields, type Step } from '../definition.ts';
import type { Results } from '../rules/live.ts';
import { zippedDefinition } from './builtZip.ts';
import { addLeadForm, sendLeadForm } from './leadForm.ts';
import { connectionOf, Zap } from './zap.ts';
import type { Zapier } from './zapier.ts';

/** A deal with everything that a deal can have. */
const wholeDeal = {
	name: 'Acme website',
	external_id: 'smartlead-4711',
	value: 3000,
	currency: 'EUR',
	owner_email: 'grace@agency.example',
	source: 'Smartlead',
	labels: ['cold email'],
	expected_close_date: '15.12.2026',
	conversation_links: ['https://app.smartlead.ai/inbox/4711 Smartlead'],
	note: 'Sounds interesting, can we talk on Thursday?',
	contact_email: 'ada@example.com',
	contact_first_name: 'Ada',
	contact_last_name: 'Lovelace',
	contact_phone: '+44 20 7946 0018',
	contact_title: 'Head of Operations',
	contact_linkedin_url: 'https://www.linkedin.com/in/ada-example',
	company_name: 'Analytical Engines',
	company_domain: 'analytical.example',
	reminder_in_days: 3,
	reminder_note: 'Send the proposal',
	custom_field_industry: 'SaaS',
};

const conversation_links = [{ url: 'https://app.smartlead.ai/inbox/4711', label: 'Smartlead' }];

const wholeContact = {
	email: 'mary@example.com',
	first_name: 'Mary',
	last_name: 'Shelley',
	phone: '+44 20 7946 0019',
	title: 'Author',
	linkedin_url: 'https://www.linkedin.com/in/mary-example',
	company_name: 'Frankenstein',
	company_domain: 'frankenstein.example',
};

/**
 * Runs every trigger, search and create of the built app once against a real server, and returns what came of it by the
 * step's name. Every change that an instant trigger waits for is a real one, made by an action, a call or a visitor.
 */
export async function everyResult(
	fluid: FluidFixture,
	zapier: Zapier,
): Promise<Map<string, Results>> {
	const connection = connectionOf(fluid);
	const definition = zippedDefinition();
	const results = new Map<string, Results>();
	const form = await addLeadForm(fluid, 'Contact us');
	await fluid.addCustomField({ key: 'industry', name: 'Industry', type: 'text' });

	const keep = async (
		kind: keyof typeof kinds,
		key: string,
		found: Pick<Results, 'live' | 'listed' | 'isPolling'>,
	) => {
		const fields = await zapier.run(connection, `${kind}.${key}.operation.outputFields`);
		const { sample } = (definition[kind][key] as Step).operation;
		results.set(`${kinds[kind]} ${key}`, {
			sample: sample ?? {},
			outputFields: declaredOutputFields({ operation: { outputFields: fields } }),
			...found,
		});
	};
	const act = async (key: string, inputData: Record<string, unknown>) => {
		const live = await zapier.run(connection, `creates.${key}.operation.perform`, { inputData });
		await keep('creates', key, { live });
		return live as { id: string };
	};
	const find = async (key: string, inputData: Record<string, unknown>) => {
		const [live] = await zapier.run(connection, `searches.${key}.operation.perform`, { inputData });
		await keep('searches', key, { live });
	};

	const zaps = new Map<string, Zap>();
	for (const event of eventNames) {
		const trigger = event.replace('.', '_');
		zaps.set(trigger, await Zap.turnOn(zapier, connection, trigger));
	}
	const runOf = async (trigger: string) => {
		const zap = zaps.get(trigger) as Zap;
		const [live] = await zap.nextRun();
		await keep('triggers', trigger, { live, listed: (await zap.recent())[0] });
		await zap.turnOff();
		await zap.stop();
	};

	const { id: deal_id } = await act('create_deal', wholeDeal);
	await runOf('deal_created');
	await act('update_deal', { deal_id, value: 4800 });
	await runOf('deal_updated');
	await act('create_or_update_deal', { ...wholeDeal, match_on: 'external_id' });
	await act('move_deal_to_stage', { deal_id, pipeline_id: 'Sales', stage_id: 'Meeting booked' });
	await runOf('deal_stage_changed');
	await act('set_reminder', { deal_id, reminder_in_days: 3, reminder_note: 'Call' });
	await find('find_deal', { external_id: wholeDeal.external_id });

	for (const trigger of Object.keys(definition.triggers).filter((key) => !zaps.has(key))) {
		const [live] = await zapier.run(connection, `triggers.${trigger}.operation.perform`);
		await keep('triggers', trigger, { live, isPolling: true });
	}

	await act('mark_deal_won', { deal_id });
	await runOf('deal_won');
	await act('mark_deal_lost', { deal_id, lost_reason: 'No budget' });
	await runOf('deal_lost');
	const other = await fluid.deal({
		name: 'Another',
		contact: { email: 'ada@example.com' },
		company: 'Analytical Engines',
		reminder: { in_days: 1, note: 'Call' },
		note: 'Called.',
		conversation_links,
	});
	await fluid.delete(`/api-deals/${other.id}`);
	await runOf('deal_deleted');

	await runOf('contact_created');
	const { id: contact_id } = await act('create_contact', wholeContact);
	await act('update_contact', { contact_id, title: 'Novelist' });
	await find('find_contact', { email: wholeContact.email });
	await runOf('contact_updated');
	await fluid.delete(`/api-contacts/${contact_id}`);
	await runOf('contact_deleted');

	// A visitor whose deal is open already: no form gives links.
	const contact = { email: 'ida@example.com' };
	await fluid.deal({ name: 'Computing Ltd', contact, conversation_links });
	await sendLeadForm(fluid, form);
	await runOf('form_submitted');
	return results;
}
