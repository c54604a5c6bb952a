import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

/** The longest name that Fluid takes. */
const LONGEST = 200;

/** Returns what the node's webhook is called in Fluid, e.g. "n8n: Deal won to Slack, Fluid Trigger". */
export function nameFor(context: IHookFunctions | IPollFunctions): string {
	const { name: workflow } = context.getWorkflow();
	const name = ['n8n', [workflow, context.getNode().name].filter(Boolean).join(', ')].join(': ');
	const letters = [...name];
	return letters.length <= LONGEST ? name : `${letters.slice(0, LONGEST - 3).join('')}...`;
}
