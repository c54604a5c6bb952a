import type { IDataObject, INodeCredentialTestResult, INodeType } from 'n8n-workflow';
import { core } from './engine';

/** Returns what n8n's "Test" of a credential with these values says. */
export async function testOf(
	node: INodeType,
	values: IDataObject,
): Promise<INodeCredentialTestResult> {
	const [{ name, testedBy } = { name: '' }] = node.description.credentials ?? [];
	const test = node.methods?.credentialTest?.[testedBy as string];
	if (test === undefined) throw new Error(`${node.description.name} has no test of ${name}.`);
	const context = new core.CredentialTestContext({} as never);
	return test.call(context, { id: '1', name: 'Fluid', type: name, data: values as never });
}
