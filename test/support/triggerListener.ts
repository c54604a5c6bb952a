import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IWebhookData,
	IWebhookDescription,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core } from './engine';
import { asExpressRequest, asExpressResponse } from './express';

type HookMethod = 'checkExists' | 'create' | 'delete';
type MakeAdditionalData = (mode: WorkflowExecuteMode) => IWorkflowExecuteAdditionalData;

/** A webhook trigger with a real HTTP server before it, doing what n8n does on publish, on a call and on unpublish. */
export class TriggerListener {
	/** Items of each execution that calls have started, oldest first. */
	readonly executions: INodeExecutionData[][] = [];
	private readonly waiting: Array<(items: INodeExecutionData[]) => void> = [];
	private taken = 0;
	private isBroken = false;
	private failed = 0;
	private activation: WorkflowActivateMode = 'activate';

	private constructor(
		private readonly server: Server,
		private readonly workflow: Workflow,
		private readonly type: INodeType,
		private readonly isTest: boolean,
		private readonly makeAdditionalData: MakeAdditionalData,
	) {}

	static async open(
		workflow: Workflow,
		type: INodeType,
		url: 'production' | 'test',
		makeAdditionalData: MakeAdditionalData,
	) {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const listener = new TriggerListener(
			server,
			workflow,
			type,
			url === 'test',
			makeAdditionalData,
		);
		server.on('request', (request, response) => {
			listener.receive(request, response).catch((error: Error) => {
				response.writeHead(500).end(JSON.stringify({ message: error.message }));
			});
		});
		return listener;
	}

	/** Where the trigger asks to be called. */
	get url(): string {
		return this.hookContext('create').getNodeWebhookUrl('default')!;
	}

	/** What the node keeps between publish and unpublish. */
	get staticData(): IDataObject {
		return this.workflow.getStaticData('node', this.node);
	}

	/** Publishes: asks the node whether its webhook exists, and has it made if not, like n8n. */
	async publish(): Promise<void> {
		if (await this.checkExists()) return;
		await this.call('create');
	}

	/** The user changes the node of a published workflow and publishes it again: n8n ends it before it begins it anew. */
	async publishEdited(parameters: INode['parameters']): Promise<void> {
		await this.unpublish();
		this.setParameters(parameters);
		this.activation = 'update';
		await this.publish();
		this.activation = 'activate';
	}

	async unpublish(): Promise<void> {
		await this.call('delete');
	}

	async checkExists(): Promise<boolean> {
		return await this.call('checkExists');
	}

	/** The user changes the node. */
	setParameters(parameters: INode['parameters']): void {
		this.node.parameters = parameters;
	}

	/** From now on answers nothing but errors, as an n8n in trouble. */
	breakDown(): void {
		this.isBroken = true;
	}

	recover(): void {
		this.isBroken = false;
		this.failed = 0;
	}

	/** Resolves once this many calls have met a broken n8n. */
	async failures(count: number): Promise<void> {
		while (this.failed < count) await new Promise((resolve) => setTimeout(resolve, 10));
	}

	/** The items of the next execution that was not taken yet; waits for it, at most `timeoutMs`. */
	async next(timeoutMs = 5000): Promise<INodeExecutionData[]> {
		const ready = this.executions[this.taken++];
		if (ready !== undefined) return ready;
		return await new Promise((resolve, reject) => {
			const take = (items: INodeExecutionData[]) => {
				clearTimeout(timer);
				resolve(items);
			};
			const timer = setTimeout(() => {
				this.waiting.splice(this.waiting.indexOf(take), 1);
				this.taken--;
				reject(new Error(`No call started an execution within ${timeoutMs} ms`));
			}, timeoutMs);
			this.waiting.push(take);
		});
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private async call(method: HookMethod): Promise<boolean> {
		const methods = this.type.webhookMethods?.default;
		if (methods === undefined) throw new Error(`${this.node.type} has no webhook methods`);
		return await methods[method].call(this.hookContext(method));
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (this.isBroken) {
			this.failed++;
			response.writeHead(503).end();
			return;
		}
		const mode = this.isTest ? 'manual' : 'webhook';
		const additionalData = this.additionalData(mode);
		additionalData.httpRequest = (await asExpressRequest(request)) as never;
		additionalData.httpResponse = asExpressResponse(response) as never;
		const context = new core.WebhookContext(
			this.workflow,
			this.node,
			additionalData,
			mode,
			this.webhookData(additionalData),
			[],
			null,
		);
		const kept = structuredClone({ ...this.staticData });
		const result = await this.type.webhook!.call(context);
		// n8n saves nothing that a node writes here.
		for (const name of Object.keys(this.staticData)) delete this.staticData[name];
		Object.assign(this.staticData, kept);
		if (result.workflowData?.[0]) this.hand(result.workflowData[0]);
		if (result.noWebhookResponse) return;
		const answer = this.answer(result.webhookResponse);
		response.setHeader('content-type', 'application/json');
		response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
	}

	// As n8n does for responseMode onReceived: responseData wins, and where a node leaves it out it is 'firstEntryJson'.
	private answer(webhookResponse: unknown): unknown {
		const [{ responseData = 'firstEntryJson' }] = this.type.description.webhooks as [
			IWebhookDescription,
		];
		if (responseData === 'noData') return '';
		return responseData || (webhookResponse ?? { message: 'Workflow was started' });
	}

	private hand(items: INodeExecutionData[]): void {
		this.executions.push(items);
		this.waiting.shift()?.(items);
	}

	// n8n says "manual" while it registers a test URL, but not while it removes it.
	private hookContext(method: HookMethod) {
		const isManual = this.isTest && method !== 'delete';
		const mode = isManual ? 'manual' : method === 'delete' ? 'internal' : 'trigger';
		const activation = isManual ? 'manual' : method === 'delete' ? 'update' : this.activation;
		const additionalData = this.additionalData(mode);
		const webhookData = this.webhookData(additionalData);
		return new core.HookContext(
			this.workflow,
			this.node,
			additionalData,
			mode,
			activation,
			webhookData,
		);
	}

	private get node(): INode {
		return Object.values(this.workflow.nodes)[0]!;
	}

	private additionalData(mode: WorkflowExecuteMode): IWorkflowExecuteAdditionalData {
		const { port } = this.server.address() as AddressInfo;
		const base = `http://127.0.0.1:${port}`;
		return {
			...this.makeAdditionalData(mode),
			webhookBaseUrl: `${base}/webhook`,
			webhookTestBaseUrl: `${base}/webhook-test`,
		};
	}

	private webhookData(workflowExecuteAdditionalData: IWorkflowExecuteAdditionalData): IWebhookData {
		const [webhookDescription] = this.type.description.webhooks as [IWebhookDescription];
		return {
			httpMethod: 'POST',
			node: this.node.name,
			path: webhookDescription.path,
			webhookDescription,
			webhookId: this.node.webhookId,
			workflowId: this.workflow.id,
			isTest: this.isTest,
			workflowExecuteAdditionalData,
		};
	}
}
