import type { IAuthenticateGeneric, ICredentialType, IDataObject } from 'n8n-workflow';
import { Workflow } from './engine';
import { pinnedOnly, startNode } from './startNode';

/** Returns the request that n8n's "Test" button sends for a credential with these values. */
export function testRequest(type: ICredentialType, values: IDataObject): IDataObject {
	const workflow = new Workflow({
		nodes: [startNode],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: pinnedOnly,
			getByNameAndVersion: pinnedOnly,
			getKnownTypes: () => ({}),
		},
	});
	const resolved = (given: object) =>
		workflow.expression.getComplexParameterValue(startNode, given as never, 'internal', {
			$credentials: values as never,
		}) as unknown as IDataObject;
	const { properties } = type.authenticate as IAuthenticateGeneric;
	return { ...resolved(type.test!.request), ...resolved(properties) };
}
