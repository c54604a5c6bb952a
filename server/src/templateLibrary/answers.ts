import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameKey } from '../../../contract/identity';
import { lazy } from '../timing/lazy';
import {
	TEMPLATE_FOLDER,
	type Template,
	templates,
	type TemplateVersion,
	versionedId,
	type WorkflowNode,
	workflowOf,
} from './catalog';

/** What n8n's editor asks for in a list of templates. */
export type TemplateSearch = { search: string; category: string; page: number; limit: number };

/** Returns the categories, each with a number, as n8n knows them. */
export function listCategories(): Array<{ id: number; name: string }> {
	const names = [...new Set(templates().map(({ category }) => category))];
	return names.map((name, index) => ({ id: index + 1, name }));
}

/** Returns a page of the templates that a search is about: each of its words stands in their name, text or category. */
export function searchTemplates({ search, category, page, limit }: TemplateSearch): object {
	const words = nameKey(search).split(' ');
	const wanted = category.split(',').filter((name) => name !== '');
	const isWanted = (template: Template) =>
		wanted.length === 0 || wanted.some((name) => isCategory(template, name));
	const found = templates().filter((template) => {
		const text = nameKey(`${workflowOf(template).name} ${template.text} ${template.category}`);
		return isWanted(template) && words.every((word) => text.includes(word));
	});
	const shown = found.slice((page - 1) * limit, page * limit);
	return {
		totalWorkflows: found.length,
		workflows: shown.map((template) => inList({ template, workflow: workflowOf(template) })),
		filters: [],
	};
}

/** n8n sends the number of a category, or its name. */
function isCategory({ category }: Template, wanted: string): boolean {
	const { id } = listCategories().find(({ name }) => name === category) ?? {};
	return String(id) === wanted || nameKey(category) === nameKey(wanted);
}

/** Returns a template with its workflow, for its page and its set-up. */
export function templateToSetUp(found: TemplateVersion): object {
	const { nodes, connections, settings } = found.workflow;
	return {
		workflow: { ...inList(found), workflow: { nodes, connections, settings, pinData: {} } },
	};
}

/** Returns a template as n8n imports it without set-up. */
export function templateToImport({ template, workflow }: TemplateVersion): object {
	const { name, nodes, connections, settings } = workflow;
	const id = versionedId(template);
	return { id, name, workflow: { nodes, connections, settings, meta: { templateId: id } } };
}

const NEEDS =
	'Needs the community node **n8n-nodes-fluid** (Settings > Community nodes) and a Fluid credential.';

function inList({ template, workflow }: TemplateVersion) {
	const { id } = listCategories().find(({ name }) => name === template.category) ?? {};
	return {
		id: versionedId(template),
		name: workflow.name,
		description: `${NEEDS}\n\n${template.text} Version ${template.version}.\n\n${readMe(workflow.nodes)}`,
		totalViews: 0,
		createdAt: `${template.changed}T00:00:00.000Z`,
		// Not "verified": n8n shows our word for it as its own.
		user: { username: 'Fluid', name: 'Fluid', verified: false, avatar: '' },
		image: [],
		categories: [{ id, name: template.category }],
		nodes: kindsOf(workflow.nodes),
	};
}

/** The yellow note without its heading, which n8n shows as the template's name. */
function readMe(nodes: WorkflowNode[]): string {
	const note = nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
	return String(note?.parameters.content ?? '').replace(/^## .*\n+/, '');
}

const fluidIcon = lazy(() => {
	const svg = readFileSync(join(TEMPLATE_FOLDER, 'fluid.svg'));
	return { type: 'file', fileBuffer: `data:image/svg+xml;base64,${svg.toString('base64')}` };
});

const FLUID = 'n8n-nodes-fluid.fluid';
const TRIGGER = 'n8n-nodes-fluid.fluidTrigger';
const OURS: Record<string, string> = { [FLUID]: 'Fluid', [TRIGGER]: 'Fluid Trigger' };

/** What n8n's list shows of the kinds of steps; those that hold a workflow together are left out. */
const KINDS: Record<string, { displayName: string; icon: string }> = {
	'n8n-nodes-base.webhook': { displayName: 'Webhook', icon: 'bolt' },
	'n8n-nodes-base.scheduleTrigger': { displayName: 'Schedule Trigger', icon: 'clock' },
	'n8n-nodes-base.httpRequest': { displayName: 'HTTP Request', icon: 'globe' },
	'n8n-nodes-base.emailSend': { displayName: 'Send Email', icon: 'envelope' },
	'n8n-nodes-base.postgres': { displayName: 'Postgres', icon: 'database' },
	'n8n-nodes-base.code': { displayName: 'Code', icon: 'code' },
};

function kindsOf(nodes: WorkflowNode[]): object[] {
	const types = [...new Set(nodes.map(({ type }) => type))];
	// One drop is enough where a workflow also begins with Fluid.
	const isShown = (type: string) => type !== TRIGGER || !types.includes(FLUID);
	return types
		.filter(isShown)
		.flatMap((type) => {
			const isOurs = type in OURS;
			const displayName = isOurs ? OURS[type] : KINDS[type]?.displayName;
			if (displayName === undefined) return [];
			const iconData = isOurs ? fluidIcon() : { type: 'icon', icon: KINDS[type]?.icon };
			const icon = isOurs ? 'file:fluid.svg' : `fa:${KINDS[type]?.icon}`;
			return [{ name: type, displayName, icon, iconData, defaults: { name: displayName } }];
		})
		.map((kind, index) => ({ id: index + 1, ...kind }));
}
