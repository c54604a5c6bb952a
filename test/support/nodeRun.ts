import type { IDataObject, INode, INodeExecutionData, IRun, IWorkflowBase } from 'n8n-workflow';
import { startNode } from './startNode';

export interface NodeRun {
	/** What the node put out at its first output, empty when it failed. */
	items: INodeExecutionData[];
	/** Every output. */
	outputs: Array<INodeExecutionData[] | null>;
	/** What the node threw, as n8n keeps it. */
	error?: Error & { description?: string | null; httpCode?: string | null; context?: IDataObject };
	run: IRun;
}

/** Returns what became of a node in a run. */
export function resultOf(node: INode, run: IRun): NodeRun {
	const data = run.data.resultData.runData[node.name]?.[0];
	const outputs = data?.data?.main ?? [];
	const error = (data?.error ?? run.data.resultData.error) as NodeRun['error'];
	return { items: outputs[0] ?? [], outputs, error, run };
}

/** Returns the connection from the start to the node. */
export const connected = (node: INode): IWorkflowBase['connections'] => ({
	[startNode.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] },
});
