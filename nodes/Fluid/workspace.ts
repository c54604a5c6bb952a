import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { nameKey } from '../../contract/identity';
import type { Me } from '../../contract/types';
import { shownFor } from './fields';
import { forEachItem, type Operation, type Resource } from './operation';

const onlyThis: INodeProperties = {
	displayName: 'Only This Workspace',
	name: 'onlyWorkspace',
	type: 'string',
	default: '',
	placeholder: 'e.g. Acme',
	description:
		'Name or ID of the workspace that the credential must belong to; any other is refused. When empty, any workspace is accepted.',
};

/** The workspace that the credential leads to. */
export const workspaceResource: Resource = {
	name: 'Workspace',
	value: 'workspace',
	menu: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get the workspace',
			description: 'Get the workspace of the credential, and stop if it is not the one you expect',
		},
	],
	properties: shownFor('workspace', ['get'], [onlyThis]),
	operations: { get: getWorkspace },
};

/** All items have the same credential, so Fluid is asked once. */
async function getWorkspace(...[context, fluid]: Parameters<Operation>) {
	let asking: Promise<Me> | undefined;
	const getForItem = forEachItem(async (_, __, item) => {
		const wanted = readWanted(context, item);
		asking ??= fluid<Me>({ method: 'GET', path: '/api-me', expects: 'workspace' });
		const { workspace: found, key } = await asking;
		if (wanted === '' || isNamed(found, wanted)) return { ...found, key };
		throw new NodeOperationError(
			context.getNode(),
			`The credential of this node belongs to the workspace "${found.name}", not to "${wanted}". Choose the credential of "${wanted}" in this and every other Fluid node of the workflow.`,
			{ itemIndex: item },
		);
	});
	return getForItem(context, fluid);
}

/**
 * Returns the workspace an item names.
 *
 * @throws NodeOperationError for an expression that is empty for the item: any workspace would be taken
 */
function readWanted(context: IExecuteFunctions, item: number): string {
	const text = (options?: { rawExpressions: boolean }) =>
		String(context.getNodeParameter('onlyWorkspace', item, '', options) ?? '').trim();
	const wanted = text();
	if (wanted !== '' || text({ rawExpressions: true }) === '') return wanted;
	throw new NodeOperationError(
		context.getNode(),
		'Only This Workspace is empty for this item, so any workspace would be accepted. Enter a name, or clear the field itself.',
		{ itemIndex: item },
	);
}

function isNamed({ id, name }: Me['workspace'], wanted: string): boolean {
	return id === wanted || nameKey(name) === nameKey(wanted);
}
