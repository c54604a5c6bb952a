import type { IDataObject, INode } from 'n8n-workflow';
import { type FluidFixture, startFluid } from './fluid';
import { loadNodePackage, type NodeCall, type NodePackage } from './nodePackage';

/** A running service and the built nodes with a credential for it. */
export type FluidNodes = { fluid: FluidFixture; nodes: NodePackage };

/** @param env settings of the service by the names of their environment variables */
export async function startFluidNodes(env: Record<string, string> = {}): Promise<FluidNodes> {
	const fluid = await startFluid(env);
	const nodes = await loadNodePackage({ fluidApi: { url: fluid.url, apiKey: fluid.key } });
	return { fluid, nodes };
}

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
