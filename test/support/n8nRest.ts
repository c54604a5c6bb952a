import type {
	ExecutionStatus,
	IDataObject,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	IRunExecutionData,
	IWorkflowBase,
	ResourceMapperFields,
} from 'n8n-workflow';
import axios, { type AxiosInstance } from 'axios';
import { parse } from 'flatted';
import { setTimeout as sleep } from 'node:timers/promises';

export interface CredentialRef {
	id: string;
	name: string;
}

export interface Execution {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string;
	stoppedAt?: string;
	data: IRunExecutionData;
}

export type ExecutionSummary = Omit<Execution, 'data'>;
export type WorkflowToImport = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<IWorkflowBase>;

export interface DynamicCall {
	/** Full type name, such as `n8n-nodes-fluid.fluid`. */
	nodeType: string;
	version?: number;
	/** Path of the parameter whose choices are asked for, such as `parameters.pipelineId`. */
	path: string;
	method: string;
	parameters?: INodeParameters;
	credentials?: Record<string, CredentialRef>;
	filter?: string;
	paginationToken?: string;
}

interface Publication {
	status: 'in_progress' | 'published' | 'partial' | 'failed' | 'not_published';
	triggers: Array<{ errorMessage: string | null }>;
}

/** The owner of each n8n that a test starts. */
export const owner = {
	email: 'ada@example.com',
	password: 'Lovelace-1815',
	firstName: 'Ada',
	lastName: 'Lovelace',
};

/** What the editor asks n8n for, signed in as the owner. Every method throws n8n's own message when n8n refuses. */
export class N8nRest {
	private constructor(private readonly http: AxiosInstance) {}

	/** Makes the owner of a fresh n8n and signs in. */
	static async signIn(url: string): Promise<N8nRest> {
		const http = axios.create({
			baseURL: `${url}/rest`,
			// n8n binds the session to this header.
			headers: { 'browser-id': 'fluid-tests' },
			validateStatus: () => true,
		});
		const { status, headers, data } = await http.post('/owner/setup', owner);
		if (status !== 200)
			throw new Error(`n8n refused to make its owner: ${status} ${JSON.stringify(data)}`);
		http.defaults.headers.cookie = (headers['set-cookie'] ?? [])
			.map((each) => each.split(';')[0])
			.join('; ');
		return new N8nRest(http);
	}

	async createCredential(type: string, data: IDataObject, name = type): Promise<CredentialRef> {
		const { id } = await this.call<CredentialRef>('post', '/credentials', { name, type, data });
		return { id, name };
	}

	/** What the editor shows after "Save" on a credential. */
	async testCredential(type: string, { id, name }: CredentialRef, data: IDataObject) {
		return await this.call<{ status: 'OK' | 'Error'; message: string }>(
			'post',
			'/credentials/test',
			{
				credentials: { id, name, type, data },
			},
		);
	}

	/** Imports a workflow file; the nodes named in `credentials` by credential type get that credential. Answers its id. */
	async importWorkflow(
		workflow: WorkflowToImport,
		credentials: Record<string, CredentialRef> = {},
	): Promise<string> {
		const nodes = workflow.nodes.map((node) => {
			const wanted = Object.keys(node.credentials ?? {}).filter((type) => type in credentials);
			const given = Object.fromEntries(wanted.map((type) => [type, credentials[type]]));
			return { ...node, credentials: { ...node.credentials, ...given } };
		});
		const { id } = await this.call<{ id: string }>('post', '/workflows', {
			name: 'Imported workflow',
			settings: {},
			...workflow,
			nodes,
		});
		return id;
	}

	/** Saves a workflow with other parameters of its node, as the editor does; the published version stays until `activate`. */
	async edit(id: string, nodeName: string, parameters: INodeParameters): Promise<void> {
		const { nodes, connections, versionId } = await this.call<IWorkflowBase>(
			'get',
			`/workflows/${id}`,
		);
		const edited = nodes.map((node) => (node.name === nodeName ? { ...node, parameters } : node));
		await this.call('patch', `/workflows/${id}`, { nodes: edited, connections, versionId });
	}

	/**
	 * Publishes the workflow as it stands and waits until its triggers are on: n8n answers first and calls them after.
	 * @throws with the trigger's own message when one could not be started.
	 */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.call<{ versionId: string }>('get', `/workflows/${id}`);
		await this.call('post', `/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.publication(id);
		if (status === 'published') return;
		const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		throw new Error(`n8n could not publish the workflow (${status}): ${reasons.join('; ')}`);
	}

	/** Unpublishes the workflow and waits until its triggers are off. */
	async deactivate(id: string): Promise<void> {
		await this.call('post', `/workflows/${id}/deactivate`, {});
		const { status } = await this.publication(id);
		if (status !== 'not_published')
			throw new Error(`n8n could not unpublish the workflow (${status})`);
	}

	/** Runs the workflow once from its trigger by hand and answers the finished execution. */
	async runWorkflow(id: string, triggerName: string): Promise<Execution> {
		const { executionId } = await this.call<{ executionId: string }>(
			'post',
			`/workflows/${id}/run`,
			{
				triggerToStartFrom: { name: triggerName },
			},
		);
		return await until(`execution ${executionId} to end`, 60_000, async () => {
			const execution = await this.execution(executionId);
			return isOver(execution) ? execution : undefined;
		});
	}

	/**
	 * Executions of a workflow, newest first, without their data. Not asked for by status, n8n looks in two queries for those
	 * that run and those that are over, and one that ends in between is listed twice.
	 */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status: EVERY_STATUS }));
		const { results } = await this.call<{ results: ExecutionSummary[] }>(
			'get',
			`/executions?filter=${filter}&limit=100`,
		);
		return results;
	}

	async execution(id: string): Promise<Execution> {
		const { data, ...execution } = await this.call<ExecutionSummary & { data: string }>(
			'get',
			`/executions/${id}`,
		);
		return { ...execution, data: parse(data) as IRunExecutionData };
	}

	/** The newest finished execution of the workflow that the predicate accepts; waits up to `timeoutMs` for it. */
	async waitForExecution(
		workflowId: string,
		predicate: (execution: Execution) => boolean = () => true,
		timeoutMs = 30_000,
	): Promise<Execution> {
		return await until(`an execution of workflow ${workflowId}`, timeoutMs, async () => {
			for (const summary of (await this.executions(workflowId)).filter(isOver)) {
				const execution = await this.execution(summary.id);
				if (predicate(execution)) return execution;
			}
			return undefined;
		});
	}

	/** Finished executions of the workflow, newest first, once there are this many. */
	async waitForExecutions(
		workflowId: string,
		count: number,
		timeoutMs = 30_000,
	): Promise<ExecutionSummary[]> {
		return await until(`${count} executions of workflow ${workflowId}`, timeoutMs, async () => {
			const over = (await this.executions(workflowId)).filter(isOver);
			return over.length >= count ? over : undefined;
		});
	}

	/** The choices of a dropdown. */
	dynamicOptions = (call: DynamicCall) => this.dynamic<INodePropertyOptions[]>('options', call);

	/** A page of a resource locator's list. */
	resourceLocatorResults = (call: DynamicCall) =>
		this.dynamic<INodeListSearchResult>('resource-locator-results', call);

	/** The fields of a resource mapper. */
	resourceMapperFields = (call: DynamicCall) =>
		this.dynamic<ResourceMapperFields>('resource-mapper-fields', call);

	private async publication(id: string): Promise<Publication> {
		return await until(`n8n to settle the triggers of workflow ${id}`, 120_000, async () => {
			const publication = await this.call<Publication>(
				'get',
				`/workflows/${id}/publication-status`,
			);
			return publication.status === 'in_progress' ? undefined : publication;
		});
	}

	private async dynamic<Answer>(kind: string, call: DynamicCall): Promise<Answer> {
		const { nodeType, version = 1, method, parameters = {}, ...rest } = call;
		return await this.call<Answer>('post', `/dynamic-node-parameters/${kind}`, {
			...rest,
			methodName: method,
			nodeTypeAndVersion: { name: nodeType, version },
			currentNodeParameters: parameters,
		});
	}

	/** Any other request of the editor. */
	async call<Answer>(
		method: 'get' | 'post' | 'patch',
		path: string,
		body?: unknown,
	): Promise<Answer> {
		const { status, data } = await this.http.request({ method, url: path, data: body });
		if (status >= 400) throw new Error(`n8n: ${method} ${path}: ${status} ${data?.message ?? ''}`);
		return data.data as Answer;
	}
}

const IS_OVER: Record<ExecutionStatus, boolean> = {
	...{ new: false, running: false, waiting: false },
	...{ success: true, error: true, canceled: true, crashed: true, unknown: true },
};
const EVERY_STATUS = Object.keys(IS_OVER);

const isOver = ({ status }: ExecutionSummary) => IS_OVER[status];

async function until<Found>(
	what: string,
	timeoutMs: number,
	look: () => Promise<Found | undefined>,
) {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		const found = await look();
		if (found !== undefined) return found;
		await sleep(50);
	}
	throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
}
