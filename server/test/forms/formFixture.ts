import type { FluidFixture } from '../../../test/support/fluid';
import { loadPipelines } from '../../src/pipelines/store';
import type { FormSettings } from '../../src/forms/form';
import { insertForm } from '../../src/forms/store';

/** A form that asks for a name, an email address, a company and a message. */
export const contactUs: Omit<FormSettings, 'pipeline_id' | 'stage_id'> = {
	name: 'Contact us',
	heading: 'Talk to us',
	fields: [
		question('name', 'Your name', true),
		question('email', 'Email', true),
		question('company', 'Company'),
		question('message', 'How can we help?'),
	],
	button_text: 'Send',
	thank_you: 'Thank you. We will write to you tomorrow.',
	redirect_url: null,
	redirect_hosts: [],
	allowed_origins: [],
	consent_text: null,
	takes_plain: true,
};

export function question(name: string, label: string, required = false) {
	return { name, label, help: '', placeholder: '', required };
}

/** Makes a form in the first pipeline of the workspace, in its first stage unless another one is named; answers its id. */
export async function addForm(
	fluid: FluidFixture,
	change: Partial<FormSettings> & { stage?: string } = {},
	workspaceId = fluid.workspaceId,
): Promise<string> {
	const { stage: stageName, ...settings } = change;
	const { database } = fluid.service;
	const [pipeline] = await loadPipelines(database, workspaceId);
	const stage = pipeline?.stages.find(({ name }) => !stageName || name === stageName);
	const place = { pipeline_id: pipeline?.id ?? '', stage_id: stage?.id ?? '' };
	return database.writeService((transaction) =>
		insertForm(transaction, workspaceId, { ...contactUs, ...place, ...settings }, new Date()),
	);
}
