import type {
	ICredentialType,
	IDataObject,
	INode,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	IRun,
	IWorkflowBase,
	ResourceMapperFields,
	Workflow as WorkflowInstance,
} from 'n8n-workflow';
import { inRepository } from '../../scripts/repository.mjs';
import { additionalDataFor } from './additionalData';
import { core, Workflow } from './engine';
import { connected, type NodeRun, resultOf } from './nodeRun';
import { PlainCredentials, type CredentialValues } from './plainCredentials';
import { pinnedOnly, startNode } from './startNode';
import { TriggerListener } from './triggerListener';
import { TriggerPoller } from './triggerPoller';

export interface NodeCall {
	/** The node's own name, as in its description: `fluid`. */
	type: string;
	parameters?: INodeParameters;
	/** Version of the node, the newest when left out. */
	version?: number;
	/** Further settings of the node, such as `onError: 'continueRegularOutput'`. */
	settings?: Partial<INode>;
}

/**
 * Loads a built n8n package with n8n's own loader. Requests to other services are real.
 * @param credentials values in plain, by credential type: `{ fluidApi: { url, apiKey } }`
 * @param folder the package's folder, the repository when left out
 */
export async function loadNodePackage(credentials: CredentialValues = {}, folder = inRepository()) {
	const loader = new core.PackageDirectoryLoader(folder);
	await loader.loadAll();
	return new NodePackage(loader, credentials);
}

type Loader = InstanceType<typeof core.PackageDirectoryLoader>;

export class NodePackage {
	private readonly credentialTypes: Map<string, ICredentialType>;

	constructor(
		private readonly loader: Loader,
		private readonly credentials: CredentialValues,
	) {
		this.credentialTypes = new Map(
			Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]),
		);
	}

	/** The same package used with other credential values. */
	withCredentials(credentials: CredentialValues): NodePackage {
		return new NodePackage(this.loader, credentials);
	}

	/** A node of the package by its own name. */
	nodeType(name: string, version?: number): INodeType {
		const { type } = this.loader.getNode(name);
		return 'nodeVersions' in type ? type.getNodeType(version) : type;
	}

	credentialType(name: string): ICredentialType {
		return this.loader.getCredential(name).type;
	}

	/** Runs one node on the items (one empty item when left out) with n8n's executor. Never throws for a failing node. */
	async runNode(call: NodeCall, items: IDataObject[] = [{}]): Promise<NodeRun> {
		const node = this.node(call);
		const run = await this.runWorkflow(
			{ nodes: [startNode, node], connections: connected(node) },
			{ [startNode.name]: items },
		);
		return resultOf(node, run);
	}

	/**
	 * Runs a workflow whose nodes come from the package. A node named in `pinned` does not run but puts out those
	 * items, so it may be of any type (a trigger, a node of n8n's own).
	 */
	async runWorkflow(
		{ nodes, connections }: Pick<IWorkflowBase, 'nodes' | 'connections'>,
		pinned: Record<string, IDataObject[]> = {},
	): Promise<IRun> {
		const workflow = this.workflow(
			nodes.map((node) => this.withCredentialIds(node)),
			connections,
		);
		const additionalData = this.additionalData('manual', workflow);
		const pinData = Object.fromEntries(
			Object.entries(pinned).map(([name, items]) => [name, items.map((json) => ({ json }))]),
		);
		const first = nodes.find(({ name }) => name in pinned) ?? nodes[0];
		return await new core.WorkflowExecute(additionalData, 'manual').run({
			workflow,
			startNode: workflow.getNode(first!.name)!,
			pinData,
		});
	}

	/** Runs a failed execution again from where it failed, as n8n's "Retry" does: under a new id, with the data it kept. */
	async retry({ data }: IRun, call: NodeCall): Promise<NodeRun> {
		const node = this.node(call);
		const kept = structuredClone(data);
		delete kept.resultData.error;
		kept.resultData.runData[node.name]?.pop();
		for (const entry of kept.executionData?.nodeExecutionStack ?? []) entry.node = node;
		const workflow = this.workflow([startNode, node], connected(node));
		const additionalData = this.additionalData('retry', workflow);
		const execution = new core.WorkflowExecute(additionalData, 'retry', kept);
		return resultOf(node, await execution.processRunExecutionData(workflow));
	}

	/** The choices of a dropdown filled by `loadOptionsMethod`, for the parameters the user has set so far. */
	async loadOptions(call: NodeCall, method: string): Promise<INodePropertyOptions[]> {
		const load = this.nodeType(call.type, call.version).methods?.loadOptions?.[method];
		if (load === undefined) throw new Error(`${call.type} has no loadOptions method ${method}`);
		return await load.call(this.loadOptionsContext(call));
	}

	/** The page a resource locator's list shows, for what the user typed. */
	async listSearch(
		call: NodeCall,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const search = this.nodeType(call.type, call.version).methods?.listSearch?.[method];
		if (search === undefined) throw new Error(`${call.type} has no listSearch method ${method}`);
		return await search.call(this.loadOptionsContext(call), filter, paginationToken);
	}

	/** The fields a resource mapper shows. */
	async resourceMapperFields(call: NodeCall, method: string): Promise<ResourceMapperFields> {
		const map = this.nodeType(call.type, call.version).methods?.resourceMapping?.[method];
		if (map === undefined) throw new Error(`${call.type} has no resourceMapping method ${method}`);
		return await map.call(this.loadOptionsContext(call));
	}

	/** A webhook trigger of the package, listening on a port of its own as n8n would, published or under test. Stop it in the end. */
	async listen(
		call: NodeCall,
		url: 'production' | 'test' = 'production',
	): Promise<TriggerListener> {
		const node = this.node(call);
		const workflow = this.workflow([node], {});
		const type = this.nodeType(call.type, call.version);
		return await TriggerListener.open(workflow, type, url, (mode) =>
			this.additionalData(mode, workflow),
		);
	}

	/** A trigger of the package that fetches, polled when the test says so. */
	poller(call: NodeCall): TriggerPoller {
		const node = this.node(call);
		const workflow = this.workflow([node], {});
		const type = this.nodeType(call.type, call.version);
		return new TriggerPoller(workflow, type, (mode) => this.additionalData(mode, workflow));
	}

	private loadOptionsContext(call: NodeCall) {
		const node = this.node(call);
		const workflow = this.workflow([node], {});
		const additionalData = this.additionalData('internal', workflow);
		additionalData.currentNodeParameters = node.parameters;
		return new core.LoadOptionsContext(workflow, node, additionalData, '');
	}

	private node({ type, version, parameters = {}, settings }: NodeCall): INode {
		const {
			version: versions,
			displayName,
			defaultVersion,
		} = this.nodeType(type, version).description;
		const newest = Array.isArray(versions) ? Math.max(...versions) : versions;
		return this.withCredentialIds({
			id: '7a1c1f0e-5f6d-4c36-8a0f-3f9b8f3f2f10',
			webhookId: '7a1c1f0e-5f6d-4c36-8a0f-3f9b8f3f2f10',
			name: displayName,
			type: `${this.loader.packageName}.${type}`,
			typeVersion: version ?? defaultVersion ?? newest,
			position: [220, 0],
			parameters,
			...settings,
		});
	}

	// In n8n the user picks the credential; here each node gets the one the test gave, where it takes one.
	private withCredentialIds(node: INode): INode {
		const type = this.findNodeType(node.type, node.typeVersion);
		const accepted = (type?.description.credentials ?? []).filter(
			({ name }) => name in this.credentials,
		);
		const credentials = accepted.map(({ name }) => [name, { id: name, name }]);
		return { ...node, credentials: Object.fromEntries(credentials) };
	}

	private workflow(nodes: INode[], connections: IWorkflowBase['connections']): WorkflowInstance {
		return new Workflow({
			id: 'test-workflow',
			name: 'Test workflow',
			active: false,
			nodes: structuredClone(nodes),
			connections,
			nodeTypes: {
				getByName: (name) => this.findNodeType(name)!,
				getByNameAndVersion: (name, version) =>
					this.findNodeType(name, version) ?? pinnedOnly(name),
				getKnownTypes: () => ({}),
			},
		});
	}

	private findNodeType(name: string, version?: number): INodeType | undefined {
		const ownName = name.replace(`${this.loader.packageName}.`, '');
		return ownName in this.loader.nodeTypes ? this.nodeType(ownName, version) : undefined;
	}

	private additionalData(
		mode: Parameters<typeof additionalDataFor>[0],
		workflow: WorkflowInstance,
	) {
		return additionalDataFor(
			mode,
			workflow,
			new PlainCredentials(this.credentialTypes, this.credentials),
			`test-execution-${++executions}`,
		);
	}
}

// As in n8n, each execution has an id of its own.
let executions = 0;
