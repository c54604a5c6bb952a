import type { IDataObject, INode } from 'n8n-workflow';
import { beforeAll } from 'vitest';
import { type FluidFixture, fluidForFile, startFluid } from './fluid';
import { loadNodePackage, type NodeCall, NodePackage } from './nodePackage';
import { Passage } from './passage';

/** A running service and the built nodes with a credential for it. */
export type FluidNodes = { fluid: FluidFixture; nodes: NodePackage };

/** @param env settings of the service by the names of their environment variables */
export async function startFluidNodes(env: Record<string, string> = {}): Promise<FluidNodes> {
	const fluid = await startFluid(env);
	return { fluid, nodes: await nodesWith(fluid.url, fluid.key) };
}

/** The same for all tests of a file: started before the first of them, stopped after the last. */
export function fluidNodesForFile(env: Record<string, string> = {}): FluidNodes {
	const fluid = fluidForFile(env);
	return { fluid, nodes: nodesForFile(fluid, fluid) };
}

/** The same with a proxy between the nodes and the service. */
export function proxiedNodesForFile(): FluidNodes & { passage: Passage } {
	const fluid = fluidForFile();
	const passage = Passage.forFile(fluid);
	return { fluid, passage, nodes: nodesForFile(fluid, passage) };
}

function nodesForFile(fluid: FluidFixture, reached: { readonly url: string }): NodePackage {
	const nodes = Object.create(NodePackage.prototype) as NodePackage;
	beforeAll(async () => {
		Object.assign(nodes, await nodesWith(reached.url, fluid.key));
	});
	return nodes;
}

const nodesWith = (url: string, apiKey: string) => loadNodePackage({ fluidApi: { url, apiKey } });

/** The node Fluid, set to an operation. */
export function fluidNode(
	resource: string,
	operation: string,
	parameters: IDataObject = {},
	settings: Partial<INode> = {},
): NodeCall {
	return {
		type: 'fluid',
		parameters: { resource, operation, ...parameters } as NodeCall['parameters'],
		settings,
	};
}

/** The node Fluid, creating or updating deals. */
export function upsert(parameters: IDataObject, settings: Partial<INode> = {}): NodeCall {
	return fluidNode('deal', 'upsert', parameters, settings);
}

/** A picker set to a name, as in a template. */
export const byName = (value: string) => ({ __rl: true, mode: 'name', value });

/** A picker set to an id. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The picker of deals set to an external ID. */
export const byExternalId = (value: string) => ({ __rl: true, mode: 'externalId', value });

/** The picker of deals or contacts set to an email address. */
export const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });

/** The mapper of custom fields, with a value for each key. */
export const mapped = (value: IDataObject) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: [],
});

/** The mapper of custom fields, taking them from the input. */
export const autoMapped = { mappingMode: 'autoMapInputData', value: null, schema: [] };
