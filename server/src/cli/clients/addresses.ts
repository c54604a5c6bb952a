import { addressOf } from './flow';
import { type FoundWorkflow, publishedFlow } from './observe';
import type { ClientPlan } from './manifest';

/** Where a tool has to send, and what to set up there. */
export type ReceivingAddress = { template: string; tool: string; url: string; setUp: string };

/** Returns what is to be pasted into each tool. */
export function addressesOf({ n8n }: ClientPlan, workflows: FoundWorkflow[]): ReceivingAddress[] {
	return workflows.flatMap(({ template, live }) =>
		template.sources.flatMap(({ node: tool, setUp }) => {
			const node = live && publishedFlow(live).nodes.find(({ name }) => name === tool);
			const url = node && addressOf(node, n8n.webhookUrl);
			return url === undefined ? [] : [{ template: template.name, tool, url, setUp }];
		}),
	);
}
