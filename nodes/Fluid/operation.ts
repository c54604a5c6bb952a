import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { Problem } from '../../contract/types';
import { connect, type FluidConnection } from './request';
import { Unreadable } from './unreadable';

/** Does the work of a node for all its items. */
export type Operation = (
	context: IExecuteFunctions,
	fluid: FluidConnection,
) => Promise<INodeExecutionData[]>;

/** A thing of Fluid's and what a node can do with it. */
export type Resource = {
	name: string;
	value: string;
	/** The entries of the operation menu, in the order of their names. */
	menu: INodePropertyOptions[];
	properties: INodeProperties[];
	/** What each entry does, by its value. */
	operations: Record<string, Operation>;
};

type Work = (
	context: IExecuteFunctions,
	fluid: FluidConnection,
	item: number,
) => Promise<object | object[]>;

/** Runs an operation with the node's credential; where that fails and the node goes on, each item says so. */
export async function runConnected(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	let fluid: FluidConnection;
	try {
		fluid = await connect(context);
	} catch (error) {
		// Left to n8n, the items would go on as if they had succeeded.
		return context.getInputData().map((_, item) => failed(context, error, item));
	}
	return operation(context, fluid);
}

/** Returns an operation that works on one item after the other; what it answers is paired with the item. */
export function forEachItem(work: Work): Operation {
	return async (context, fluid) => {
		const output: INodeExecutionData[] = [];
		for (const item of context.getInputData().keys()) {
			try {
				const answer = [await work(context, fluid, item)].flat();
				output.push(...answer.map((json) => outputItem(json, item)));
			} catch (error) {
				output.push(failed(context, error, item));
			}
		}
		return output;
	};
}

/** Returns an item of the output, paired with the item it came from. */
export function outputItem(json: object, item: number): INodeExecutionData {
	return { json: json as IDataObject, pairedItem: { item } };
}

/**
 * Returns the item that says what went wrong with an item of the input, where the user lets the node go on.
 *
 * @throws the error, which then names the item, where the user does not
 */
export function failed(
	context: IExecuteFunctions,
	error: unknown,
	item: number,
): INodeExecutionData {
	if (context.continueOnFail()) return errorItem(error, item);
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex = item;
		throw error;
	}
	throw new NodeOperationError(context.getNode(), error as Error, { itemIndex: item });
}

// n8n moves an item to the error output when it holds nothing but error, message and details.
function errorItem(error: unknown, item: number): INodeExecutionData {
	const message = error instanceof Error ? error.message : String(error);
	const details = detailsOf(error);
	return outputItem({ error: message, ...(details && { details }) }, item);
}

function detailsOf(error: unknown): object | undefined {
	if (error instanceof Unreadable) return error.details;
	const problem = error instanceof NodeApiError ? error.context.problem : undefined;
	return problem === undefined ? undefined : withoutType(problem as Problem);
}

function withoutType(problem: Problem): Partial<Problem> {
	return Object.fromEntries(Object.entries(problem).filter(([key]) => key !== 'type'));
}
