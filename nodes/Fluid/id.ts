import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';

const labels: Record<string, string> = {
	id: 'Deal ID',
	dealId: 'Deal ID',
	contactId: 'Contact ID',
};

/**
 * Returns the id an item names, fit to stand in a path.
 *
 * @throws NodeOperationError when it is empty: the path would then mean the whole list
 */
export function readId(context: IExecuteFunctions, parameter: string, item: number): string {
	const id = String(context.getNodeParameter(parameter, item, '') ?? '').trim();
	if (id !== '') return encodeURIComponent(id);
	throw new NodeOperationError(
		context.getNode(),
		`${labels[parameter]} is empty for this item. Give one, e.g. with an expression.`,
		{ itemIndex: item },
	);
}
