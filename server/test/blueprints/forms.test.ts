import { beforeEach, describe, expect, test } from 'vitest';
import type { Blueprint } from '../../../contract/types';
import { NEW_FORM } from '../../src/forms/newForm';
import { insertForm, listForms, updateForm } from '../../src/forms/store';
import type { LeadForm } from '../../src/forms/form';
import { agencyWith, ClientWorkspace } from '../../../test/support/blueprints';
import { fluidForFile } from '../../../test/support/fluid';
import { changeFieldTo, renamePipelineTo, renameStageTo } from '../../../test/support/renaming';

const fluid = fluidForFile();
const workspace = ClientWorkspace.forFile(fluid);

type WantedForm = NonNullable<Blueprint['forms']>[number];

const contactUs: WantedForm = {
	name: 'Contact us',
	heading: 'Talk to us',
	pipeline: 'Sales',
	stage: 'Contacted',
	fields: [
		{ name: 'email', label: 'Your email', required: true },
		{ name: 'industry', label: 'Your industry', help: 'Roughly', required: false },
	],
	button_text: 'Send',
	thank_you: 'Thank you.',
	consent_text: 'You may write to me.',
	takes_plain: true,
};

/** The agency's blueprint with the form, in which something is changed. */
const withForm = (change: Partial<WantedForm> = {}): Blueprint =>
	agencyWith((_sales, blueprint) => {
		blueprint.forms = [{ ...contactUs, ...change }];
	});

const forms = (): Promise<LeadForm[]> => listForms(fluid.service.database, workspace.id);
const onlyForm = async () => {
	const [form, ...others] = await forms();
	expect(others).toEqual([]);
	return form as LeadForm;
};
const change = async (next: Partial<LeadForm>) => {
	const form = await onlyForm();
	await workspace.edit(({ transaction }) => updateForm(transaction, form, { ...form, ...next }));
};

describe('a lead form of a blueprint', () => {
	test('is added, and a second time changes nothing', async () => {
		expect((await workspace.apply(withForm())).changes).toEqual([
			'Added lead form "Contact us" to "Sales".',
		]);
		expect(await onlyForm()).toMatchObject({
			...{ name: 'Contact us', heading: 'Talk to us', allowed_origins: [], redirect_url: null },
			fields: [
				{ name: 'email', label: 'Your email', help: '', placeholder: '', required: true },
				{ name: 'industry', label: 'Your industry', help: 'Roughly', required: false },
			],
		});
		expect(await workspace.apply(withForm())).toEqual({
			...{ changes: [], kept: [], otherNames: [], warnings: [] },
		});
	});

	test('travels to another workspace as it is', async () => {
		await workspace.apply(withForm());
		const exported = await workspace.exported();
		expect(exported.forms).toEqual([contactUs]);

		await workspace.beginEmpty();
		await workspace.apply(exported);

		expect(await workspace.exported()).toEqual(exported);
	});

	test('needs no more than a name, where its deals go, and what it asks', async () => {
		const { name, pipeline, stage } = contactUs;
		const fields = [{ name: 'email' }, { name: 'industry' }];
		const blueprint = agencyWith((_sales, wanted) => {
			wanted.forms = [{ name, pipeline, stage, fields }];
		});
		await workspace.apply(blueprint);
		expect(await onlyForm()).toMatchObject({
			...NEW_FORM,
			fields: [{ label: 'Email' }, { label: 'Industry' }],
		});
	});

	test('says what of it was changed, and leaves what the blueprint says nothing of', async () => {
		await workspace.apply(withForm());
		const own = {
			redirect_url: 'https://client.example/thanks',
			redirect_hosts: ['client.example'],
			allowed_origins: ['https://client.example'],
		};
		await change({ ...own, heading: 'Hello', button_text: 'Go' });
		const { button_text: _unsaid, ...wanted } = contactUs;
		const blueprint = agencyWith((_sales, all) => {
			all.forms = [{ ...wanted, stage: 'New lead', fields: [...wanted.fields, { name: 'phone' }] }];
		});

		expect((await workspace.apply(blueprint)).changes).toEqual([
			'Changed lead form "Contact us": its heading, where its deals start, its fields.',
		]);
		expect(await onlyForm()).toMatchObject({ ...own, heading: 'Talk to us', button_text: 'Go' });
		expect(JSON.stringify((await workspace.exported()).forms)).not.toContain('client.example');
	});

	test('keeps a question that somebody has added, and loses it only when what is not named goes', async () => {
		await workspace.apply(withForm());
		const { fields } = await onlyForm();
		const phone = { name: 'phone', label: 'Phone', help: '', placeholder: '', required: false };
		await change({ fields: [...fields, phone] });

		const { changes, kept } = await workspace.apply(withForm());
		expect([changes, kept]).toEqual([[], ['question "Phone" of lead form "Contact us"']]);
		expect((await onlyForm()).fields).toHaveLength(3);

		await workspace.applyAndDelete(withForm());
		expect((await onlyForm()).fields).toEqual(fields);
	});

	test('that the file does not name stays, also when what is not named goes', async () => {
		await workspace.apply(withForm());
		const before = await forms();
		await workspace.applyAndDelete(agencyWith(() => {}));
		expect(await forms()).toEqual(before);
	});
});

describe('a custom field that a form asks for, and that was deleted', () => {
	const industryAlone = { fields: [{ name: 'industry', label: 'Industry' }] };
	const withoutIndustry = (fields?: WantedForm['fields']) =>
		agencyWith((sales, blueprint) => {
			sales.custom_fields = [{ name: 'Deal size', type: 'number' }];
			if (fields) blueprint.forms = [{ ...contactUs, fields }];
		});

	test('is not asked any more, and not named as kept', async () => {
		await workspace.apply(withForm());
		await workspace.applyAndDelete(withoutIndustry());
		const email = [{ name: 'email', label: 'Your email', required: true }];

		expect((await workspace.apply(withoutIndustry(email))).kept).toEqual([]);
		expect((await workspace.exported()).forms).toMatchObject([{ fields: email }]);
	});

	test('leaves a form that asked for nothing else out of the blueprint', async () => {
		await workspace.apply(withForm(industryAlone));
		await workspace.applyAndDelete(withoutIndustry());
		expect((await workspace.exported()).forms).toBeUndefined();
	});
});

describe('what was renamed since', () => {
	beforeEach(async () => {
		await workspace.apply(withForm());
	});

	test('is found: pipeline, stage and custom field of the form', async () => {
		const before = await onlyForm();
		await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
		await workspace.edit((write) =>
			changeFieldTo(write, 'industry', { name: 'Branch', options: ['SaaS', 'Retail'] }),
		);
		await workspace.edit((write) => renamePipelineTo(write, 'Sales', 'New business'));

		const byName = { fields: [{ name: 'email' }, { name: 'Industry' }] };
		for (const blueprint of [withForm(), withForm(byName)])
			expect((await workspace.apply(blueprint)).changes).toEqual([]);
		expect(await onlyForm()).toEqual(before);
	});

	test('is found: the form itself, which keeps its name, or with renaming gets it back', async () => {
		await change({ name: 'Kontakt' });

		const { changes, otherNames } = await workspace.apply(withForm());
		expect([changes, otherNames]).toEqual([
			[],
			['Lead form "Contact us" is called "Kontakt" here'],
		]);
		expect((await onlyForm()).name).toBe('Kontakt');

		expect((await workspace.applyAndRename(withForm())).changes).toEqual([
			'Renamed lead form "Kontakt" to "Contact us".',
		]);
		expect((await onlyForm()).name).toBe('Contact us');
	});
});

describe('a lead form is refused', () => {
	const refused = async (blueprint: Blueprint, sentence: RegExp) => {
		const before = await forms();
		await expect(workspace.apply(blueprint)).rejects.toThrow(sentence);
		expect(await forms()).toEqual(before);
	};

	test('with a pipeline that there is not', () =>
		refused(
			withForm({ pipeline: 'Renewals' }),
			/"Contact us" puts its deals into the pipeline "Renewals", which there is not/,
		));

	test('with a stage that there is not', () =>
		refused(
			withForm({ stage: 'Won' }),
			/"Contact us" puts its deals into the stage "Won" of "Sales", which there is not/,
		));

	test('with a question that no field of the pipeline is for', () =>
		refused(
			withForm({ fields: [{ name: 'email' }, { name: 'budget' }] }),
			/"Contact us" asks for "budget", which "Sales" has no custom field for/,
		));

	test('where two forms here have its name', async () => {
		await workspace.apply(withForm());
		const { id: _id, ...form } = await onlyForm();
		await workspace.edit(({ transaction, workspaceId }) =>
			insertForm(transaction, workspaceId, form, new Date()),
		);
		await refused(withForm(), /2 lead forms named "Contact us"\. Rename one/);
	});
});
