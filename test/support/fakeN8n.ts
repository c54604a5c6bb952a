import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import axios from 'axios';
import { beforeEach } from 'vitest';

type Node = {
	name: string;
	type: string;
	webhookId?: string;
	disabled?: boolean;
	onError?: string;
	parameters: Record<string, unknown> & { path?: string };
	credentials?: Record<string, { id: string; name: string }>;
};
type Workflow = {
	id: string;
	name: string;
	nodes: Node[];
	connections: object;
	settings: object;
	description?: string;
	active: boolean;
	isArchived: boolean;
	versionId: string;
	activeVersionId: string | null;
	activeVersion?: Pick<Workflow, 'nodes' | 'connections'>;
	tags: Array<{ id: string; name: string }>;
	shared: Array<{ role: string; projectId: string }>;
};
type Credential = { id: string; name: string; type: string; data: { url: string; apiKey: string } };

/** What goes wrong. */
export type N8nFaults = {
	/** So many requests are answered by a page, as by an n8n that has just started. */
	pages: number;
	/** What stands in its place answers everything so. */
	instead: { status: number; headers: Record<string, string>; body: string } | undefined;
	/** Publishing answers as ever, and nothing receives. */
	neverLive: boolean;
	/** Workflows take what is sent to them, and fail. */
	isFailing: boolean;
	/** So many deletions are refused while the workflow is still being ended. */
	conflicts: number;
	/** So many tests of credentials fail with another test's fault. */
	nodeNotFound: number;
	/** The next workflow is made, and the answer lost. */
	losesAnswer: boolean;
	/** What the key may not do. */
	forbidden: string | undefined;
};

const NO_FAULTS: N8nFaults = {
	...{ pages: 0, neverLive: false, isFailing: false, conflicts: 0, nodeNotFound: 0 },
	...{ losesAnswer: false, forbidden: undefined, instead: undefined },
};

/**
 * Plays n8n's public API as far as roll-outs use it, and what runs behind it: a workflow that receives sends its lead to Fluid,
 * a published trigger subscribes there.
 */
export class FakeN8n {
	url = '';
	workflows: Workflow[] = [];
	credentials: Credential[] = [];
	/** Requests that change something, e.g. `POST /workflows`. */
	writes: string[] = [];
	faults: N8nFaults = { ...NO_FAULTS };
	hasPack = true;
	private count = 0;
	private readonly hooks = new Map<string, string>();
	private readonly executions: Array<{ id: string; workflowId: string; startedAt: string }> = [];
	private server = createServer((request, response) => void this.answer(request, response));

	/** A new one for each test of a file. */
	static forEachTest(): FakeN8n {
		const fake = new FakeN8n();
		beforeEach(async () => {
			Object.assign(fake, { workflows: [], credentials: [], writes: [], hasPack: true });
			fake.faults = { ...NO_FAULTS };
			fake.hooks.clear();
			fake.server = createServer((request, response) => void fake.answer(request, response));
			fake.server.listen(0, '127.0.0.1');
			await once(fake.server, 'listening');
			fake.url = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
			return () => fake.stop();
		});
		return fake;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Somebody changes a step in the editor, and publishes it unless it stays a draft. */
	edit(name: string, step: string, change: Partial<Node>, isDraft = false): void {
		const workflow = this.named(name);
		const before = { nodes: workflow.nodes, connections: workflow.connections };
		workflow.nodes = workflow.nodes.map((node) =>
			node.name === step ? { ...node, ...change } : node,
		);
		workflow.versionId = this.nextId('version');
		if (isDraft) workflow.activeVersion = before;
		else workflow.activeVersionId = workflow.versionId;
	}

	/** Somebody unpublishes a workflow in the editor. */
	switchOff(name: string): void {
		Object.assign(this.named(name), { active: false, activeVersionId: null });
	}

	/** Somebody publishes a workflow in the editor. */
	async switchOn(name: string): Promise<void> {
		const workflow = this.named(name);
		Object.assign(workflow, { active: true, activeVersionId: workflow.versionId });
		await this.registered(workflow);
	}

	/** The workflow whose name ends so. */
	named(end: string): Workflow {
		const found = this.workflows.find(({ name, isArchived }) => name.endsWith(end) && !isArchived);
		if (!found) throw new Error(`No workflow is called ${end}.`);
		return found;
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const url = new URL(request.url ?? '', this.url);
		const send = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		if (this.faults.instead) {
			const { status, headers, body } = this.faults.instead;
			response.writeHead(status, headers).end(body);
			return;
		}
		if (url.pathname.startsWith('/webhook/')) {
			const [status, body] = await this.received(request.method ?? '', url.pathname, text);
			return send(status, body);
		}
		if (this.faults.pages > 0) {
			this.faults.pages -= 1;
			response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
			response.end('<!DOCTYPE html><pre>Cannot GET</pre>');
			return;
		}
		const path = url.pathname.replace(/^\/api\/v1/, '');
		const call = `${request.method} ${path.replace(/\/(?!test|publish|unpublish|archive|tags$)[^/]+$/, path.split('/').length > 2 ? '/:id' : '$&').replace(/\/[^/]+\/(test|publish|unpublish|archive|tags)$/, '/:id/$1')}`;
		const body = text === '' ? {} : JSON.parse(text);
		if (this.faults.forbidden === call) return send(403, { message: 'Forbidden' });
		if (request.method !== 'GET' && !path.endsWith('/test')) this.writes.push(call);
		const id = path.split('/')[2] ?? '';
		const [status, answer] = await this.handle(call, id, body, url);
		if (call === 'POST /workflows' && this.faults.losesAnswer) {
			this.faults.losesAnswer = false;
			response.destroy();
			return;
		}
		send(status, answer);
	}

	private async handle(
		call: string,
		id: string,
		// eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies of many shapes
		body: any,
		url: URL,
	): Promise<[number, unknown]> {
		const workflow = this.workflows.find((one) => one.id === id);
		const none: [number, unknown] = [404, { message: 'Not Found' }];
		switch (call) {
			case 'GET /credentials/schema/:id':
				return this.hasPack ? [200, { required: ['url', 'apiKey'] }] : none;
			case 'POST /community-packages':
				if (body.verify !== false)
					return [400, { message: `Package ${body.name} is not vetted for installation` }];
				this.hasPack = true;
				return [200, { packageName: body.name }];
			case 'GET /credentials/:id': {
				const found = this.credentials.find((one) => one.id === id);
				return found ? [200, { id, name: found.name, type: found.type }] : none;
			}
			case 'POST /credentials':
				if (this.credentials.some((one) => one.id === body.id))
					return [409, { message: 'A credential with this ID already exists' }];
				this.credentials.push(body);
				return [200, { id: body.id, name: body.name }];
			case 'PATCH /credentials/:id':
				Object.assign(this.credentials.find((one) => one.id === id) as Credential, body);
				return [200, { id }];
			case 'DELETE /credentials/:id':
				this.credentials = this.credentials.filter((one) => one.id !== id);
				return [200, { id }];
			case 'POST /credentials/:id/test':
				return [200, await this.tested(id)];
			case 'GET /workflows':
				return [200, { data: this.workflows, nextCursor: null }];
			case 'GET /workflows/:id':
				return workflow ? [200, workflow] : none;
			case 'POST /workflows':
				return [200, this.created(body)];
			case 'PUT /workflows/:id':
				if (!workflow) return none;
				return [200, this.updated(workflow, body)];
			case 'PUT /workflows/:id/tags':
				(workflow as Workflow).tags = body.map((tag: { id: string }) => ({
					...tag,
					name: 'Fluid',
				}));
				return [200, body];
			case 'GET /tags':
				return [200, { data: [], nextCursor: null }];
			case 'POST /tags':
				return [201, { id: 'tag', name: body.name }];
			case 'POST /workflows/:id/publish':
				if (!workflow) return none;
				workflow.active = true;
				workflow.activeVersionId = workflow.versionId;
				await this.registered(workflow);
				return [200, workflow];
			case 'POST /workflows/:id/unpublish':
				if (!workflow) return none;
				workflow.active = false;
				workflow.activeVersionId = null;
				await this.ended(workflow);
				return [200, workflow];
			case 'POST /workflows/:id/archive':
				(workflow as Workflow).isArchived = true;
				return [200, workflow];
			case 'DELETE /workflows/:id':
				if (this.faults.conflicts > 0) {
					this.faults.conflicts -= 1;
					return [409, { message: 'Workflow is still being unpublished. Please try again.' }];
				}
				this.workflows = this.workflows.filter((one) => one.id !== id);
				return [200, {}];
			case 'GET /executions': {
				const workflowId = url.searchParams.get('workflowId');
				const status = this.faults.isFailing ? 'error' : 'success';
				const own = this.executions.filter((one) => one.workflowId === workflowId);
				const data = own.map((one) => ({ ...one, status, stoppedAt: one.startedAt }));
				return [200, { data: data.reverse(), nextCursor: null }];
			}
			case 'DELETE /executions/:id':
				return [200, {}];
			default:
				return [405, { message: `${call} is not played here` }];
		}
	}

	private created({
		projectId = 'project-of-owner',
		...body
	}: Pick<Workflow, 'name' | 'nodes' | 'connections' | 'settings'> & {
		projectId?: string;
	}): Workflow {
		const unknown = Object.keys(body).find(
			(key) => !['name', 'nodes', 'connections', 'settings'].includes(key),
		);
		if (unknown) throw new Error(`n8n does not take ${unknown}.`);
		const made: Workflow = {
			...body,
			...{ id: this.nextId('workflow'), active: false, isArchived: false, tags: [] },
			...{ versionId: this.nextId('version'), activeVersionId: null },
			shared: [{ role: 'workflow:owner', projectId }],
		};
		this.workflows.push(made);
		return made;
	}

	private updated(workflow: Workflow, body: Partial<Workflow>): Workflow {
		const isSame =
			JSON.stringify([workflow.nodes, workflow.connections]) ===
			JSON.stringify([body.nodes, body.connections]);
		Object.assign(workflow, body);
		delete workflow.activeVersion;
		if (!isSame) workflow.versionId = this.nextId('version');
		if (workflow.active) workflow.activeVersionId = workflow.versionId;
		return workflow;
	}

	private async tested(id: string) {
		if (this.faults.nodeNotFound > 0) {
			this.faults.nodeNotFound -= 1;
			return { status: 'Error', message: 'Node not found' };
		}
		const { status, data } = await this.asFluid(id).get('/api-me');
		return status === 200
			? { status: 'OK', message: 'This key belongs here.' }
			: { status: 'Error', message: data.detail };
	}

	/** A trigger subscribes in Fluid once it is published. */
	private async registered({ nodes }: Workflow): Promise<void> {
		if (this.faults.neverLive) return;
		for (const { type, webhookId, credentials } of nodes) {
			if (type !== 'n8n-nodes-fluid.fluidTrigger' || this.hooks.has(webhookId as string)) continue;
			const answer = await this.asFluid(credentials?.fluidApi?.id as string).post('/api-webhooks', {
				url: `${this.url}/webhook/${webhookId}/webhook`,
				events: ['deal.won'],
			});
			if (answer.status === 201) this.hooks.set(webhookId as string, answer.data.id);
		}
	}

	private async ended({ nodes }: Workflow): Promise<void> {
		for (const { webhookId, credentials } of nodes) {
			const hook = this.hooks.get(webhookId ?? '');
			if (hook === undefined) continue;
			await this.asFluid(credentials?.fluidApi?.id as string).delete(`/api-webhooks/${hook}`);
			this.hooks.delete(webhookId as string);
		}
	}

	private async received(method: string, path: string, text: string): Promise<[number, unknown]> {
		const [, , key = ''] = path.split('/');
		const workflow = this.workflows.find(
			({ active, nodes }) => active && nodes.some(({ webhookId }) => webhookId === key),
		);
		const node = workflow?.nodes.find(({ webhookId, disabled }) => webhookId === key && !disabled);
		if (!workflow || !node || this.faults.neverLive)
			return [404, { message: `The requested webhook "${method} ${key}" is not registered.` }];
		if (method === 'GET')
			return [
				404,
				{
					message:
						'This webhook is not registered for **GET** requests. Did you mean to make a POST request?',
				},
			];
		if (path.endsWith('/webhook')) return [200, { received: true }];
		this.executions.push({
			...{ id: this.nextId('execution'), workflowId: workflow.id },
			startedAt: new Date().toISOString(),
		});
		if (!this.faults.isFailing) await this.run(workflow, node.name, JSON.parse(text));
		return [200, { message: 'Workflow was started' }];
	}

	/** What the templates do with what each tool sends, in short. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- payloads of several tools
	private async run({ nodes }: Workflow, tool: string, sent: any): Promise<void> {
		const id = nodes.find(({ credentials }) => credentials?.fluidApi)?.credentials?.fluidApi?.id;
		const settings = settingsIn(nodes);
		const deals: Record<string, () => object> = {
			Smartlead: () => ({
				match_on: 'email',
				name: sent.lead_data.company_name,
				contact: { email: sent.lead_data.email },
				company: { name: sent.lead_data.company_name, domain: sent.lead_data.website },
			}),
			'Cal.com': () => ({
				match_on: 'email',
				name: sent.payload.title,
				contact: { email: sent.payload.attendees[0].email },
				stage: settings.stage,
			}),
			Stripe: () => ({
				match_on: 'email',
				mode: 'update',
				contact: { email: sent.data.object.customer_details.email },
				status: 'won',
			}),
		};
		await this.asFluid(id as string).post('/api-ingest', deals[tool]?.());
	}

	private asFluid(credentialId: string) {
		const { data } = this.credentials.find((one) => one.id === credentialId) as Credential;
		return axios.create({
			baseURL: data.url,
			headers: { Authorization: `Bearer ${data.apiKey}` },
			validateStatus: () => true,
		});
	}

	private nextId(kind: string): string {
		this.count += 1;
		return `${kind}${this.count}`;
	}
}

/** Returns the settings of a client as a workflow has them. */
export function settingsIn(nodes: Node[]): Record<string, unknown> {
	const step = nodes.find(({ name }) => name === 'Client settings');
	const { assignments } = step?.parameters as unknown as {
		assignments: { assignments: Array<{ name: string; value: unknown }> };
	};
	return Object.fromEntries(assignments.assignments.map(({ name, value }) => [name, value]));
}
