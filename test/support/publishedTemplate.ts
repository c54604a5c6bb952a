import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { INode } from 'n8n-workflow';
import { expect } from 'vitest';
import type { N8n } from './n8n';
import type { CredentialRef, Execution, WorkflowToImport } from './n8nRest';

/** A template that was imported into a real n8n, got its credential and was published. */
export class PublishedTemplate {
	private constructor(
		private readonly n8n: N8n,
		private readonly workflow: WorkflowToImport,
		/** The id of the workflow in n8n. */
		readonly id: string,
	) {}

	/** @param others credentials beside Fluid's, by their types */
	static async publish(
		n8n: N8n,
		template: object,
		fluidApi: CredentialRef,
		others: Record<string, CredentialRef> = {},
	): Promise<PublishedTemplate> {
		const { nodes, ...rest } = template as WorkflowToImport;
		const workflow = { ...rest, nodes: nodes.map(withAddress) };
		const id = await n8n.rest.importWorkflow(workflow, { fluidApi, ...others });
		await n8n.rest.activate(id);
		return new PublishedTemplate(n8n, workflow, id);
	}

	/** Sends what a tool would send to the address that its webhook node shows; answers the run this starts. */
	async receive(nodeName: string, payload: object): Promise<Execution> {
		const before = (await this.n8n.rest.executions(this.id)).length;
		const hook = this.workflow.nodes.find(({ name }) => name === nodeName);
		const { status } = await axios.post(this.n8n.webhookUrl(hook?.webhookId as string), payload);
		expect(status).toBe(200);
		const [latest] = await this.n8n.rest.waitForExecutions(this.id, before + 1, 60_000);
		return this.n8n.rest.execution(latest?.id as string);
	}

	/** Runs a failed run again from where it failed, as "Retry" in the list of executions does. */
	async retry({ id }: Execution): Promise<Execution> {
		const before = (await this.n8n.rest.executions(this.id)).length;
		await this.n8n.rest.call('post', `/executions/${id}/retry`, { loadWorkflow: false });
		const [latest] = await this.n8n.rest.waitForExecutions(this.id, before + 1);
		return this.n8n.rest.execution(latest?.id as string);
	}

	/** Switches the workflow off. */
	async unpublish(): Promise<void> {
		await this.n8n.rest.deactivate(this.id);
	}
}

const STARTS = ['n8n-nodes-base.webhook', 'n8n-nodes-fluid.fluidTrigger'];

/** Returns the node with an address of its own, as the editor gives one to what it imports without. */
function withAddress(node: INode): INode {
	if (!STARTS.includes(node.type)) return node;
	const webhookId = node.webhookId ?? randomUUID();
	const { path, ...parameters } = node.parameters;
	if (path === undefined) return { ...node, webhookId };
	return { ...node, webhookId, parameters: { ...parameters, path: path || webhookId } };
}

/** Returns what a node put out at one of its outputs in a run. */
export function itemsOf(execution: Execution, nodeName: string, output = 0): unknown[] {
	const [run] = execution.data.resultData.runData[nodeName] ?? [];
	return (run?.data?.main?.[output] ?? []).map(({ json }) => json);
}
