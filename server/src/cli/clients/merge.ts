import type { N8nFlow, N8nNode } from './n8nTypes';
import { SETTINGS_STEP } from '../../templateLibrary/catalog';

/** What came of bringing a workflow from one version to another beside what a client has changed. */
export type FlowMerge = N8nFlow & {
	/** Steps that stay as the client has changed them. */
	kept: string[];
	/** Steps, or the connections, that both have changed. */
	conflicts: string[];
};

/** Names of the steps that a client has switched off, and of those that he has changed otherwise. */
export type StepChanges = { switchedOff: string[]; changed: string[] };

/** Returns the names of the steps that were switched off since they were sent, and of those that differ otherwise. */
export function stepChanges(sent: N8nFlow, live: N8nFlow): StepChanges {
	const before = byId(sent);
	const isOff = ({ id, disabled }: N8nNode) =>
		disabled === true && before.has(id) && before.get(id)?.disabled !== true;
	const switchedOn = live.nodes.map((node) => (isOff(node) ? { ...node, disabled: false } : node));
	return {
		switchedOff: live.nodes.filter(isOff).map(({ name }) => name),
		changed: editedSteps(sent, { ...live, nodes: switchedOn }),
	};
}

/** Returns a workflow as it is wanted, whatever the client has changed; where its steps stand and receive stays. */
export function overwrittenFlow(wanted: N8nFlow, live: N8nFlow): N8nFlow {
	const after = byId(live);
	const nodes = wanted.nodes.map((node) => {
		const theirs = after.get(node.id);
		if (!theirs) return node;
		const { path } = theirs.parameters;
		return {
			...withPlace(node, theirs),
			disabled: node.disabled ?? false,
			parameters: { ...node.parameters, ...(path !== undefined && { path }) },
		};
	});
	return { nodes, connections: wanted.connections };
}

/** Returns the names of the steps that differ from those that were sent, and "the connections" where these do. */
export function editedSteps(sent: N8nFlow, live: N8nFlow): string[] {
	const before = byId(sent);
	const after = byId(live);
	const changed = live.nodes.filter((node) => {
		const known = before.get(node.id);
		return known === undefined || !isSameStep(known, node);
	});
	const gone = sent.nodes.filter(({ id }) => !after.has(id));
	const names = [...changed, ...gone].map(({ name }) => name);
	return isSame(sent.connections, live.connections) ? names : [...names, 'the connections'];
}

/**
 * Returns a workflow as it is wanted now, with what a client has changed since it was sent: a step that only one of the two
 * has changed is taken from that one. Where both have, the wanted one is taken, and the step named.
 */
export function mergeFlows(sent: N8nFlow, live: N8nFlow, wanted: N8nFlow): FlowMerge {
	const before = byId(sent);
	const after = byId(live);
	const kept: string[] = [];
	const conflicts: string[] = [];
	const nodes = wanted.nodes.flatMap((node) => {
		const base = before.get(node.id);
		const theirs = after.get(node.id);
		// One that is new, or that the client has taken out: then it stays out, unless it was changed since.
		if (!base) return [node];
		if (!theirs) {
			if (!isSameStep(base, node)) conflicts.push(node.name);
			else kept.push(node.name);
			return isSameStep(base, node) ? [] : [node];
		}
		if (isSameStep(base, theirs)) return [withPlace(node, theirs)];
		kept.push(node.name);
		if (isSameStep(base, node)) return [theirs];
		kept.pop();
		conflicts.push(node.name);
		return [withPlace(node, theirs)];
	});
	const added = live.nodes.filter(
		({ id }) => !before.has(id) && !wanted.nodes.some((node) => node.id === id),
	);
	kept.push(...added.map(({ name }) => name));
	const connections = mergedConnections(sent, live, wanted, conflicts);
	return { nodes: [...nodes, ...added], connections, kept, conflicts };
}

function mergedConnections(
	sent: N8nFlow,
	live: N8nFlow,
	wanted: N8nFlow,
	conflicts: string[],
): N8nFlow['connections'] {
	if (isSame(sent.connections, live.connections)) return wanted.connections;
	if (isSame(sent.connections, wanted.connections)) return live.connections;
	if (!isSame(live.connections, wanted.connections)) conflicts.push('the connections');
	return wanted.connections;
}

/** Where a step stands, what it receives at, and what else the client has signed in with stays his. */
function withPlace(node: N8nNode, live: N8nNode): N8nNode {
	return {
		...node,
		position: live.position,
		...(live.disabled !== undefined && { disabled: live.disabled }),
		...(live.webhookId !== undefined && { webhookId: live.webhookId }),
		...(live.credentials !== undefined && {
			credentials: { ...live.credentials, ...node.credentials },
		}),
	};
}

/**
 * Whether two steps do the same. The editor moves steps to its grid, leaves out values that are usual and adds empty ones:
 * none of that is a change. A client's settings are compared by themselves.
 */
export function isSameStep(sent: N8nNode, live: N8nNode): boolean {
	return (
		sent.name === live.name &&
		sent.type === live.type &&
		sent.typeVersion === live.typeVersion &&
		(sent.disabled ?? false) === (live.disabled ?? false) &&
		isSame(whenItFails(sent), whenItFails(live)) &&
		(sent.name === SETTINGS_STEP || isSame(sent.parameters, live.parameters))
	);
}

/** What n8n does when a step fails or finds nothing, with its usual values where they are left out. */
function whenItFails(node: N8nNode): Record<string, unknown> {
	const { onError, retryOnFail, maxTries, waitBetweenTries, alwaysOutputData, executeOnce } = node;
	return {
		onError: onError ?? (node.continueOnFail ? 'continueRegularOutput' : 'stopWorkflow'),
		retries: retryOnFail ? [maxTries ?? 3, waitBetweenTries ?? 1000] : [],
		alwaysOutputData: alwaysOutputData ?? false,
		executeOnce: executeOnce ?? false,
	};
}

/** Not compared: an empty path becomes one with the first save. */
const OWN = ['path'];

function isSame(sent: unknown, live: unknown): boolean {
	if (sent === live) return true;
	if (Array.isArray(sent) && Array.isArray(live))
		return sent.length === live.length && sent.every((one, index) => isSame(one, live[index]));
	if (!isObject(sent) || !isObject(live)) return false;
	return Object.keys({ ...sent, ...live }).every((name) => {
		if (OWN.includes(name)) return true;
		if (!(name in live)) return true;
		if (!(name in sent)) return isUsual(live[name]);
		return isSame(sent[name], live[name]);
	});
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUsual(value: unknown): boolean {
	if (value === '' || value === false || value === null || value === undefined) return true;
	if (Array.isArray(value)) return value.length === 0;
	return isObject(value) && Object.values(value).every(isUsual);
}

function byId({ nodes }: Pick<N8nFlow, 'nodes'>): Map<string, N8nNode> {
	return new Map(nodes.map((node) => [node.id, node]));
}
