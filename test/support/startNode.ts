import type { INode, INodeType } from 'n8n-workflow';

/** What stands before the node that is run, with the items as its output. */
export const startNode: INode = {
	id: '0e1ad7c2-92e1-4d3c-b8ee-7d1a5d1c0a01',
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** A node of n8n's own, none of which is part of n8n-core: a workflow may name one where its output is pinned. */
export const pinnedOnly = (name: string): INodeType => ({
	description: {
		name,
		displayName: name,
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	execute() {
		throw new Error(`${name} is not in this package; give its output in "pinned".`);
	},
});
