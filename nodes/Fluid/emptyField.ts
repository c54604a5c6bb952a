import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';

/** Returns the error for a field that an item must have and has nothing for. */
export function emptyField(
	context: IExecuteFunctions,
	item: number,
	label: string,
): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		`${label} is empty for this item. Give one, e.g. with an expression.`,
		{ itemIndex: item },
	);
}
