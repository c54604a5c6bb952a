import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SETTINGS_STEP, TEMPLATE_FOLDER, templates } from '../../templateLibrary/catalog';
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

/** The templates that are rolled out, by their ids in the catalog, and the tools that send to each. */
const SENDING_TOOLS: Record<string, SendingTool[]> = {
	'cold-email': [
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
	booking: [
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
	stripe: [
		{
			node: 'Stripe',
			setUp:
				'Developers > Webhooks, events checkout.session.completed, checkout.session.async_payment_succeeded and invoice.paid',
			sample: samples.stripe,
		},
	],
	form: [
		{ node: 'Typeform', setUp: 'Connect > Webhooks of the form', sample: undefined },
		{ node: 'Tally', setUp: 'Integrations > Webhooks of the form', sample: undefined },
	],
	'won-to-slack': [],
	'won-to-onboarding': [],
};

/** Returns the names of the templates that there are. */
export function templateNames(own: string | undefined): string[] {
	return Object.keys(SENDING_TOOLS).filter((name) => fileOf(name, own) !== undefined);
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
	const blueprint = inCatalog(name)?.blueprint;
	const sources = SENDING_TOOLS[name] as SendingTool[];
	const { name: title, nodes, connections, settings = {}, meta } = read(file);
	const known = isFluids(file) ? inCatalog(name)?.version : undefined;
	const version = versionIn(meta?.templateId) ?? known ?? 1;
	return {
		...{ name, title, version, nodes, connections, settings, sources },
		blueprint: blueprint === undefined ? undefined : join(TEMPLATE_FOLDER, blueprint),
	};
}

function versionIn(templateId: string | undefined): number | undefined {
	const version = /@(\d+)$/.exec(templateId ?? '')?.[1];
	return version === undefined ? undefined : Number(version);
}

/** The versions of Fluid's own templates stand in the catalog beside them. */
function isFluids(file: string): boolean {
	return dirname(file) === TEMPLATE_FOLDER;
}

/** Returns the value of each setting that a template comes with. */
export function settingsOf({ nodes }: Pick<N8nFlow, 'nodes'>): Record<string, unknown> {
	return Object.fromEntries(assignmentsOf(nodes).map(({ name, value }) => [name, value]));
}

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
	const file = inCatalog(name)?.file;
	if (file === undefined || !(name in SENDING_TOOLS)) return undefined;
	const folders = own === undefined ? [TEMPLATE_FOLDER] : [own, TEMPLATE_FOLDER];
	return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

function inCatalog(name: string) {
	return templates().find(({ id }) => id === name);
}

type TemplateFile = N8nFlow & {
	name: string;
	settings?: Record<string, unknown>;
	meta?: { templateId?: string };
};

function read(file: string): TemplateFile {
	return JSON.parse(readFileSync(file, 'utf8')) as TemplateFile;
}
