import { randomUUID } from 'node:crypto';
import type { N8nFlow, N8nNode } from './n8nTypes';
import { SETTINGS_STEP } from '../../templateLibrary/catalog';
import type { RollOutTemplate } from './templates';

/** What a client's workflow has of its own: n8n gives each of them out, or the agency does. */
export type Own = {
	/** Of the client's Fluid credential. */
	credential: { id: string; name: string };
	/** By the step: what the address of a step that receives is made of. */
	webhookIds: Record<string, string>;
	settings: Record<string, unknown>;
	/** Says in the workflow whose it is, so that it is found again when nothing else is known of it. */
	mark: string;
};

const FLUID = /^n8n-nodes-fluid\./;
const RECEIVES = ['n8n-nodes-base.webhook', 'n8n-nodes-fluid.fluidTrigger'];

/** Returns the steps of a template as a client has them. */
export function clientFlow({ nodes, connections }: N8nFlow, own: Own): N8nFlow {
	return { nodes: marked(nodes, own.mark).map((node) => clientNode(node, own)), connections };
}

function clientNode(node: N8nNode, { credential, webhookIds, settings }: Own): N8nNode {
	const webhookId = webhookIds[node.name];
	return {
		...withCredential(node, credential),
		...(webhookId !== undefined && { webhookId }),
		parameters: parametersOf(node, webhookId, settings),
	};
}

/** Returns a step with the client's credential, where it is one of Fluid's. */
export function withCredential(node: N8nNode, fluidApi: Own['credential']): N8nNode {
	return isFluidStep(node) ? { ...node, credentials: { ...node.credentials, fluidApi } } : node;
}

/** Sent as it is, an empty path would become another text with the first save in the editor. */
function parametersOf(
	{ name, parameters }: N8nNode,
	webhookId: string | undefined,
	settings: Record<string, unknown>,
): N8nNode['parameters'] {
	if (webhookId !== undefined && 'path' in parameters) return { ...parameters, path: webhookId };
	return name === SETTINGS_STEP ? withClientSettings(parameters, settings) : parameters;
}

/** Returns the parameters of the step with a client's settings, with other values. */
export function withClientSettings(
	parameters: N8nNode['parameters'],
	settings: Record<string, unknown>,
): N8nNode['parameters'] {
	const { assignments } = parameters as { assignments: { assignments: Array<{ name: string }> } };
	const changed = assignments.assignments.map((one) =>
		one.name in settings ? { ...one, value: settings[one.name] } : one,
	);
	return { ...parameters, assignments: { ...assignments, assignments: changed } };
}

/** Returns an id for the address of each step that receives. */
export function newWebhookIds({ nodes }: N8nFlow): Record<string, string> {
	const receiving = nodes.filter(({ type }) => RECEIVES.includes(type));
	return Object.fromEntries(receiving.map(({ name }) => [name, randomUUID()]));
}

/** Returns the ids of the addresses that a workflow has. */
export function webhookIdsOf({ nodes }: N8nFlow): Record<string, string> {
	return Object.fromEntries(
		nodes.flatMap(({ name, type, webhookId }) =>
			RECEIVES.includes(type) && webhookId !== undefined ? [[name, webhookId]] : [],
		),
	);
}

/** Returns whether a step is one of Fluid's. */
export function isFluidStep({ type }: N8nNode): boolean {
	return FLUID.test(type);
}

/** Returns the steps of Fluid that have another credential than the client's, or none. */
export function strangeSteps({ nodes }: N8nFlow, credentialId: string): string[] {
	return nodes
		.filter((node) => isFluidStep(node) && node.credentials?.fluidApi?.id !== credentialId)
		.map(({ name }) => name);
}

/** Returns the address at which a step receives; undefined for one that does not. */
export function addressOf(node: N8nNode, webhookUrl: string): string | undefined {
	if (node.webhookId === undefined) return undefined;
	if (node.type === 'n8n-nodes-base.webhook') {
		const path = String(node.parameters.path ?? '') || node.webhookId;
		return `${webhookUrl}/webhook/${path}`;
	}
	return node.type === 'n8n-nodes-fluid.fluidTrigger'
		? `${webhookUrl}/webhook/${node.webhookId}/webhook`
		: undefined;
}

/** Returns whether a workflow is started by Fluid, and not by a tool. */
export function isStartedByFluid({ nodes }: N8nFlow): boolean {
	return nodes.some(({ type }) => type === 'n8n-nodes-fluid.fluidTrigger');
}

/** Returns the line that says whose a workflow is. */
export function markOf(client: string, template: string, version: number): string {
	return `fluid: ${client}/${template}@${version}`;
}

const MARK = /^fluid: ([a-z0-9-]+)\/([a-z0-9-]+)@(\d+)$/m;

/** Returns whose a workflow is by the line in it, undefined where there is none. */
export function readMark({
	nodes,
	description,
}: Pick<N8nFlow, 'nodes'> & { description?: string | null }) {
	const texts = [...nodes.map(({ notes }) => notes ?? ''), description ?? ''];
	const [, client, template, version] = texts.map((text) => MARK.exec(text)).find(Boolean) ?? [];
	return client === undefined || template === undefined
		? undefined
		: { client, template, version: Number(version) };
}

/** In the notes of the first step, where a workflow that is being created can have it already. */
function marked(nodes: N8nNode[], mark: string): N8nNode[] {
	return nodes.map((node, index) => (index === 0 ? { ...node, notes: mark } : node));
}

/** Returns the title of a client's workflow. */
export function workflowName(
	clientName: string,
	{ title }: Pick<RollOutTemplate, 'title'>,
): string {
	return `${clientName}: ${title}`;
}
