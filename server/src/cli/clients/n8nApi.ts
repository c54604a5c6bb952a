import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosResponse, isAxiosError, type Method } from 'axios';
import { Failure } from '../failure';
import { movedTo } from '../movedTo';
import type { N8nCredential, N8nExecution, N8nTag, N8nWorkflow, WorkflowToWrite } from './n8nTypes';
import { waits } from './waits';

const TIMEOUT_MS = 60_000;

const LOOK_EVERY_MS = 500;

const MOST_IN_PAGE = 250;

/** A refusal of n8n, or no answer at all; its message says what to do next. */
export class N8nFault extends Failure {
	constructor(
		message: string,
		/** Undefined where there was no answer: what was asked for may have been done. */
		readonly status?: number,
	) {
		super(message);
	}
}

/** Where an n8n is, and the key of its public API. */
export type N8nAddress = { url: string; apiKey: string };

/**
 * n8n's public API, as far as roll-outs need it (https://docs.n8n.io/api/). What reads, publishes and deletes is safe to do
 * again; what creates says so where an answer is lost.
 */
export class N8nApi {
	readonly url: string;
	private readonly http: AxiosInstance;
	/** Whether it has answered in JSON. */
	private isReady = false;
	private hasSaid = false;

	/** @param say is called once, when it is first waited for */
	constructor(
		{ url, apiKey }: N8nAddress,
		private readonly say: (sentence: string) => void,
	) {
		this.url = url;
		this.http = axios.create({
			baseURL: `${url}/api/v1`,
			timeout: TIMEOUT_MS,
			headers: { 'X-N8N-API-KEY': apiKey, 'User-Agent': 'fluid-clients' },
			validateStatus: () => true,
			maxRedirects: 0,
			maxContentLength: Infinity,
		});
	}

	/** Whether the nodes of Fluid are loaded, however they were installed. */
	async hasPack(): Promise<boolean> {
		const { status } = await this.ask('GET', '/credentials/schema/fluidApi', { allowed: [404] });
		return status === 200;
	}

	/** Installs a version of the pack; one that n8n has not vetted as well. */
	async installPack(name: string, version: string | undefined): Promise<void> {
		const wanted = { name, ...(version !== undefined && { version }) };
		const { status, data } = await this.ask('POST', '/community-packages', {
			body: wanted,
			scope: 'communityPackage:install',
			allowed: [400],
		});
		if (status === 200) return;
		if (!/not vetted/i.test(messageIn(data))) throw this.refused(status, data);
		await this.ask('POST', '/community-packages', { body: { ...wanted, verify: false } });
	}

	async findCredential(id: string): Promise<N8nCredential | undefined> {
		const { status, data } = await this.ask('GET', `/credentials/${id}`, {
			scope: 'credential:read',
			allowed: [404],
		});
		return status === 404 ? undefined : (data as N8nCredential);
	}

	/** Makes a credential under an id of ours, or writes into the one that has it: the same again changes nothing more. */
	async putCredential(id: string, name: string, data: object, projectId?: string): Promise<void> {
		const { status } = await this.ask('POST', '/credentials', {
			body: { id, name, type: 'fluidApi', data, ...(projectId && { projectId }) },
			scope: 'credential:create',
			allowed: [409],
			isRepeatable: true,
		});
		if (status !== 409) return;
		const body = { name, data };
		await this.ask('PATCH', `/credentials/${id}`, { body, scope: 'credential:update' });
	}

	/** Returns what n8n says of a credential. Tests of several at once disturb each other: call this one after the other. */
	async testCredential(id: string): Promise<{ isOk: boolean; message: string }> {
		for (let tries = 1; ; tries += 1) {
			const { data } = await this.ask('POST', `/credentials/${id}/test`, {
				scope: 'credential:read',
				isRepeatable: true,
			});
			const { status, message } = data as { status: string; message: string };
			// Said of good credentials while another one is tested, by whomever.
			if (message !== 'Node not found' || tries === 5) return { isOk: status === 'OK', message };
			await sleep(LOOK_EVERY_MS);
		}
	}

	async deleteCredential(id: string): Promise<void> {
		await this.ask('DELETE', `/credentials/${id}`, { scope: 'credential:delete', allowed: [404] });
	}

	/** Returns every workflow, with its nodes. */
	listWorkflows(): Promise<N8nWorkflow[]> {
		return this.listAll<N8nWorkflow>('/workflows?excludePinnedData=true', 'workflow:list');
	}

	async findWorkflow(id: string): Promise<N8nWorkflow | undefined> {
		const { status, data } = await this.ask('GET', `/workflows/${id}`, {
			scope: 'workflow:read',
			allowed: [404],
		});
		return status === 404 ? undefined : (data as N8nWorkflow);
	}

	/** @throws N8nFault without a status where no answer came: it may be there all the same */
	async createWorkflow(workflow: WorkflowToWrite, projectId?: string): Promise<N8nWorkflow> {
		const { description: _later, ...body } = workflow;
		const { data } = await this.ask('POST', '/workflows', {
			body: { ...body, ...(projectId && { projectId }) },
			scope: 'workflow:create',
		});
		return data as N8nWorkflow;
	}

	/** Writes a workflow; a published one is published anew at once, without a gap. */
	async updateWorkflow(id: string, workflow: WorkflowToWrite): Promise<N8nWorkflow> {
		const { data } = await this.ask('PUT', `/workflows/${id}`, {
			body: workflow,
			scope: 'workflow:update',
		});
		return data as N8nWorkflow;
	}

	/** n8n answers before anything is registered, and also when that fails later: look whether it is live. */
	async publish(id: string, name: string): Promise<N8nWorkflow> {
		const { data } = await this.ask('POST', `/workflows/${id}/publish`, {
			body: { name },
			scope: 'workflow:activate',
			isRepeatable: true,
		});
		return data as N8nWorkflow;
	}

	async unpublish(id: string): Promise<void> {
		await this.ask('POST', `/workflows/${id}/unpublish`, {
			scope: 'workflow:deactivate',
			allowed: [404],
			isRepeatable: true,
		});
	}

	/** Deletes a workflow that was unpublished; n8n refuses for as long as it is still ending it. */
	async deleteWorkflow(id: string): Promise<void> {
		for (let tries = 1; ; tries += 1) {
			const { status, data } = await this.ask('DELETE', `/workflows/${id}`, {
				scope: 'workflow:delete',
				allowed: [404, 409],
			});
			if (status !== 409) return;
			if (tries === 20) throw this.refused(status, data);
			await sleep(LOOK_EVERY_MS / 2);
		}
	}

	async archiveWorkflow(id: string): Promise<void> {
		await this.ask('POST', `/workflows/${id}/archive`, {
			scope: 'workflow:delete',
			allowed: [400, 404],
			isRepeatable: true,
		});
	}

	async unarchiveWorkflow(id: string): Promise<void> {
		await this.ask('POST', `/workflows/${id}/unarchive`, {
			scope: 'workflow:update',
			isRepeatable: true,
		});
	}

	/** Adds a tag to a workflow, beside those it has. */
	async tagWorkflow({ id, tags = [] }: N8nWorkflow, name: string): Promise<void> {
		if (tags.some((tag) => tag.name === name)) return;
		const all = await this.listAll<N8nTag>('/tags', 'tag:list');
		const tag = all.find((one) => one.name === name) ?? (await this.createTag(name));
		const body = [...tags, tag].map((one) => ({ id: one.id }));
		await this.ask('PUT', `/workflows/${id}/tags`, { body, scope: 'workflowTags:update' });
	}

	/** Returns the executions of a workflow that began at a time or later, newest first. */
	async executionsSince(workflowId: string, since: Date): Promise<N8nExecution[]> {
		const path = `/executions?workflowId=${workflowId}&limit=20&includeData=true`;
		const { data } = await this.ask('GET', path, { scope: 'execution:list' });
		return this.pageIn<N8nExecution>(data).data.filter(
			({ startedAt }) => startedAt >= since.toISOString(),
		);
	}

	async deleteExecution(id: string): Promise<void> {
		await this.ask('DELETE', `/executions/${id}`, { scope: 'execution:delete', allowed: [404] });
	}

	private async createTag(name: string): Promise<N8nTag> {
		const { data } = await this.ask('POST', '/tags', { body: { name }, scope: 'tag:create' });
		return data as N8nTag;
	}

	private async listAll<T>(path: string, scope: string): Promise<T[]> {
		const all: T[] = [];
		for (let cursor: string | undefined; ; ) {
			const more = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
			const page = `${path}${path.includes('?') ? '&' : '?'}limit=${MOST_IN_PAGE}${more}`;
			// It has every list, also an empty one.
			const answer = await this.ask('GET', page, { scope, allowed: [404] });
			const { data: some, nextCursor } = this.pageIn<T>(answer.data);
			all.push(...some);
			if (!nextCursor) return all;
			cursor = nextCursor;
		}
	}

	private pageIn<T>(body: unknown): Page<T> {
		if (isPage<T>(body)) return body;
		throw new N8nFault(notN8n(this.url));
	}

	/**
	 * Sends a request, once n8n is ready for it. One that is safe to repeat is sent again where its answer is lost.
	 *
	 * @throws N8nFault with a sentence for a refusal that is not expected, or where no answer comes
	 */
	private async ask(method: Method, path: string, options: Asking = {}): Promise<AxiosResponse> {
		const { body, allowed = [], isRepeatable = method !== 'POST' } = options;
		const deadline = Date.now() + waits.startMs;
		for (let tries = 1; ; tries += 1) {
			const answer = await this.http
				.request({ method, url: path, data: body })
				.catch((reason: unknown) => reason);
			if (isAxiosError(answer)) {
				if (!isRepeatable || tries === 3 || answer.code === 'ECONNREFUSED')
					throw new N8nFault(unreachableSentence(this.url, answer.code));
				this.sayOnce(`n8n at ${this.url} does not answer (${answer.code}). Trying again.`);
				continue;
			}
			if (!(answer as AxiosResponse).status) throw answer;
			const { status, data, headers } = answer as AxiosResponse;
			const moved = isRedirect(status) && movedTo(headers.location, this.url, `/api/v1${path}`);
			if (moved) throw new N8nFault(movedSentence(this.url, moved), status);
			if (isHtml(headers)) {
				if (this.isReady || isRedirect(status) || Date.now() > deadline)
					throw new N8nFault(
						status < 500 ? notN8n(this.url) : behindSentence(this.url, status),
						status,
					);
				this.sayOnce(
					`n8n at ${this.url} answers with status ${status}, but not yet as its API does. Trying again for up to ${waits.startMs / 1000} seconds, since it may be starting.`,
				);
				await sleep(LOOK_EVERY_MS);
				continue;
			}
			this.isReady = true;
			if (status < 300 || allowed.includes(status)) return answer as AxiosResponse;
			throw this.refused(status, data, options.scope);
		}
	}

	private sayOnce(sentence: string): void {
		if (!this.hasSaid) this.say(sentence);
		this.hasSaid = true;
	}

	private refused(status: number, data: unknown, scope?: string): N8nFault {
		if (isRedirect(status) || (status === 404 && !hasMessage(data)))
			return new N8nFault(notN8n(this.url), status);
		if (status === 401)
			return new N8nFault(
				`n8n at ${this.url} does not know the API key. Create one there under Settings > n8n API, without an expiration, and put it into the variable that clients.json names.`,
				status,
			);
		if (status === 403 && scope !== undefined)
			return new N8nFault(
				`The API key of n8n at ${this.url} may not do this: it lacks the scope ${scope}, or its user is not an owner or admin. Create a key of an owner with the scopes that docs/agencies.md lists.`,
				status,
			);
		return new N8nFault(
			`n8n at ${this.url} refuses: ${messageIn(data)} (status ${status})`,
			status,
		);
	}
}

type Asking = {
	body?: unknown;
	/** What the key needs for it: n8n says only "Forbidden". */
	scope?: string;
	/** Statuses that are answers, not faults. */
	allowed?: number[];
	isRepeatable?: boolean;
};

type Page<T> = { data: T[]; nextCursor?: string | null };

function isPage<T>(body: unknown): body is Page<T> {
	return Array.isArray((body as Partial<Page<T>> | null)?.data);
}

function hasMessage(data: unknown): data is { message: string } {
	return typeof (data as { message?: unknown } | null)?.message === 'string';
}

function messageIn(data: unknown): string {
	return hasMessage(data) ? data.message : 'no reason given';
}

function isRedirect(status: number): boolean {
	return status >= 300 && status < 400;
}

function isHtml(headers: AxiosResponse['headers']): boolean {
	return String(headers['content-type'] ?? '').includes('text/html');
}

function notN8n(url: string): string {
	return `What answers at ${url} is not the API of n8n. Check its address (n8n.url in clients.json), that n8n has started, and that its public API is not switched off.`;
}

function movedSentence(url: string, moved: string): string {
	return `n8n at ${url} redirects to ${moved}. Give that address as n8n.url in clients.json.`;
}

/** What stands before n8n answers in its place. */
function behindSentence(url: string, status: number): string {
	return `n8n at ${url} answers with status ${status}. Look whether it runs, or correct its address (n8n.url in clients.json); then run the command again.`;
}

function unreachableSentence(url: string, code: string | undefined): string {
	return `n8n at ${url} does not answer (${code ?? 'no answer'}). Start it, or correct its address (n8n.url in clients.json); then run the command again.`;
}
