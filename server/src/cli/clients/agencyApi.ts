import { type AxiosResponse, isAxiosError, type Method } from 'axios';
import type {
	Agency,
	ApiKeyInfo,
	Blueprint,
	BlueprintOutcome,
	Delivery,
	NewApiKey,
	Proof,
	ProofEnd,
	Rollout,
	RolloutInput,
	WorkspaceInfo,
	WorkspaceWebhook,
} from '../../../../contract/types';
import { Failure } from '../failure';
import { type ImportService, isProblem, refused, serviceAt, unreachable } from '../import/service';

/** Whether nothing is written, and whether what has another name gets the blueprint's. */
type BlueprintOptions = { isDryRun: boolean; isRenaming: boolean };

/** Fluid, here or elsewhere, as an agency key reaches it. */
export class AgencyApi {
	private readonly service: ImportService;

	constructor(
		url: string,
		readonly key: string,
	) {
		this.service = serviceAt(url, key, {
			program: 'fluid-clients',
			addressIn: 'fluidUrl in clients.json',
		});
	}

	agency = () => this.ask<Agency>('GET', '/api-agency');
	workspaces = () => this.all<WorkspaceInfo>('/api-workspaces');
	createWorkspace = (input: { name: string; currency?: string; blueprint?: Blueprint }) =>
		this.ask<WorkspaceInfo>('POST', '/api-workspaces', input);
	renameWorkspace = (id: string, name: string) =>
		this.ask<WorkspaceInfo>('PATCH', `/api-workspaces/${id}`, { name });
	applyBlueprint = (id: string, blueprint: Blueprint, how: BlueprintOptions) =>
		this.ask<BlueprintOutcome>(
			'PUT',
			`/api-blueprint?workspace_id=${id}&dry_run=${how.isDryRun}&rename=${how.isRenaming}`,
			blueprint,
		);
	keys = (id: string) => this.all<ApiKeyInfo>(`/api-keys?workspace_id=${id}`);
	/** Under a name that one has already, in place of that. */
	createKey = (workspace_id: string, name: string) =>
		this.ask<NewApiKey>('POST', '/api-keys', { workspace_id, name, replace: true });
	deleteKey = (id: string) => this.ask('DELETE', `/api-keys/${id}`, undefined, [404]);
	webhooks = (id: string) => this.all<WorkspaceWebhook>(`/api-workspaces/${id}/webhooks`);
	testWebhook = ({ workspace_id, id }: WorkspaceWebhook) =>
		this.ask<Delivery>('POST', `/api-workspaces/${workspace_id}/webhooks/${id}/test`);
	registerProof = (workspace_id: string, email: string) =>
		this.ask<Proof>('POST', '/api-proofs', { workspace_id, email });
	proof = (id: string) => this.ask<Proof>('GET', `/api-proofs/${id}`);
	endProof = (id: string) => this.ask<ProofEnd>('DELETE', `/api-proofs/${id}`, undefined, [404]);
	rollouts = (client: string) => this.all<Rollout>(`/api-rollouts?client=${client}`);
	remember = (input: RolloutInput) => this.ask<Rollout>('PUT', '/api-rollouts', input);
	forget = ({ id }: Rollout) => this.ask('DELETE', `/api-rollouts/${id}`, undefined, [404]);

	private async all<T>(path: string): Promise<T[]> {
		const all: T[] = [];
		for (let cursor: string | null = ''; cursor !== null; ) {
			const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
			const page: { data: T[]; next_cursor: string | null } = await this.ask(
				'GET',
				`${path}${path.includes('?') ? '&' : '?'}limit=200${more}`,
			);
			if (!Array.isArray(page.data)) throw notFluid(this.service);
			all.push(...page.data);
			cursor = page.next_cursor;
		}
		return all;
	}

	/** @throws Failure with Fluid's own sentence, or one that says why there was no answer */
	private async ask<T>(
		method: Method,
		path: string,
		body?: unknown,
		allowed: number[] = [],
	): Promise<T> {
		const answer: AxiosResponse = await this.service.http
			.request({ method, url: path, data: body })
			.catch((reason: unknown) => {
				throw isAxiosError(reason) ? new Failure(unreachable(this.service, reason)) : reason;
			});
		if (!isProblem(answer.data) && isPage(answer)) throw notFluid(this.service);
		if (answer.status < 300 || allowed.includes(answer.status)) return answer.data as T;
		throw new Failure(refused(this.service, answer));
	}
}

function isPage({ headers }: AxiosResponse): boolean {
	return String(headers['content-type'] ?? '').includes('text/html');
}

function notFluid({ url }: ImportService): Failure {
	return new Failure(
		`What answers at ${url} is not Fluid. Check fluidUrl in clients.json, and that Fluid has started.`,
	);
}
