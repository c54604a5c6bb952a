import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8nFlow, N8nNode } from './n8nTypes';
import { samples, type Sample } from './samples';

/** A workflow that is rolled out for clients. */
export type RollOutTemplate = N8nFlow & {
	/** What clients.json calls it. */
	name: string;
	title: string;
	version: number;
	settings: Record<string, unknown>;
	/** The tools that send to it, by the step that receives. */
	sources: SendingTool[];
	/** Blueprint of what it expects in a workspace, a file beside it. */
	blueprint: string | undefined;
};

/** A tool that sends to a workflow, what to set up there, and a sample of what it sends. */
export type SendingTool = { node: string; setUp: string; sample: Sample | undefined };

type Entry = { file: string; blueprint?: string; sources: SendingTool[] };

/** Beside the folder of the service in the repository, and copied there when it is built. */
const FOLDER = join(__dirname, '../../../../templates');

const ENTRIES: Record<string, Entry> = {
	'cold-email': {
		file: 'cold-email-reply-to-deal.json',
		blueprint: 'cold-email.blueprint.json',
		sources: [
			{
				node: 'Smartlead',
				setUp: 'a webhook for the event Lead Category Updated',
				sample: samples.smartlead,
			},
			{
				node: 'Instantly',
				setUp: 'a webhook for Lead interested and Lead meeting booked',
				sample: undefined,
			},
			{ node: 'lemlist', setUp: 'a webhook for Interested', sample: undefined },
			{ node: 'Reply.io', setUp: 'a webhook for the event Reply categorized', sample: undefined },
			{ node: 'HeyReach', setUp: 'a webhook for the event Lead tag updated', sample: undefined },
		],
	},
	booking: {
		file: 'booking-to-meeting-booked.json',
		sources: [
			{
				node: 'Cal.com',
				setUp:
					'Settings > Developer > Webhooks, events Booking created, rescheduled, cancelled and rejected',
				sample: samples.calCom,
			},
			{
				node: 'Calendly',
				setUp: 'a webhook subscription for invitee.created and invitee.canceled, made by its API',
				sample: undefined,
			},
		],
	},
	stripe: {
		file: 'stripe-payment-to-deal-won.json',
		sources: [
			{
				node: 'Stripe',
				setUp:
					'Developers > Webhooks, events checkout.session.completed, checkout.session.async_payment_succeeded and invoice.paid',
				sample: samples.stripe,
			},
		],
	},
	form: {
		file: 'form-submission-to-deal.json',
		sources: [
			{ node: 'Typeform', setUp: 'Connect > Webhooks of the form', sample: undefined },
			{ node: 'Tally', setUp: 'Integrations > Webhooks of the form', sample: undefined },
		],
	},
	'won-to-slack': { file: 'deal-won-to-slack.json', sources: [] },
	'won-to-onboarding': { file: 'deal-won-to-onboarding.json', sources: [] },
};

/** Returns the names of the templates that there are. */
export function templateNames(own: string | undefined): string[] {
	return Object.keys(ENTRIES).filter((name) => fileOf(name, own) !== undefined);
}

/**
 * Returns the template with the name, or undefined.
 *
 * @param own folder with templates of the agency's own, which come before those of Fluid
 */
export function findRollOutTemplate(
	name: string,
	own: string | undefined,
): RollOutTemplate | undefined {
	const file = fileOf(name, own);
	if (file === undefined) return undefined;
	const { blueprint, sources } = ENTRIES[name] as Entry;
	const { name: title, nodes, connections, settings = {}, meta } = read(file);
	const version = Number(/@(\d+)$/.exec(meta?.templateId ?? '')?.[1] ?? 1);
	return {
		...{ name, title, version, nodes, connections, settings, sources },
		blueprint: blueprint === undefined ? undefined : join(FOLDER, blueprint),
	};
}

/** Returns the value of each setting that a template comes with. */
export function settingsOf({ nodes }: Pick<N8nFlow, 'nodes'>): Record<string, unknown> {
	return Object.fromEntries(assignmentsOf(nodes).map(({ name, value }) => [name, value]));
}

/** The step with the names and values that are a client's own. */
export const SETTINGS_STEP = 'Client settings';

type Assignment = { id: string; name: string; value: unknown; type: string };

/** Returns the settings of a workflow as its step has them. */
export function assignmentsOf(nodes: N8nNode[]): Assignment[] {
	const step = nodes.find(({ name }) => name === SETTINGS_STEP);
	const { assignments } = (step?.parameters ?? {}) as {
		assignments?: { assignments?: Assignment[] };
	};
	return assignments?.assignments ?? [];
}

/** Returns whether a value is one that has to be filled in, such as https://hooks.slack.com/services/... */
export function isPlaceholder(value: unknown): boolean {
	return typeof value === 'string' && value.endsWith('/...');
}

function fileOf(name: string, own: string | undefined): string | undefined {
	const entry = ENTRIES[name];
	if (!entry) return undefined;
	const folders = own === undefined ? [FOLDER] : [own, FOLDER];
	return folders.map((folder) => join(folder, entry.file)).find((file) => existsSync(file));
}

type TemplateFile = N8nFlow & {
	name: string;
	settings?: Record<string, unknown>;
	meta?: { templateId?: string };
};

function read(file: string): TemplateFile {
	return JSON.parse(readFileSync(file, 'utf8')) as TemplateFile;
}
