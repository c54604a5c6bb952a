import type {
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import type { DealInput, IngestResult } from '../../contract/types';
import { emptyField } from './emptyField';
import { byTextMode, byIdMode, locator, pipelineLocator } from './locators';
import { readStageFields } from './stageFields';
import type { FluidConnection } from './request';

/** What says which deal is meant, in the words of Fluid. */
export type DealReference = Pick<DealInput, 'match_on' | 'id' | 'external_id' | 'contact'>;

/** The field that names the deal. */
export const dealPicker: INodeProperties = locator({
	displayName: 'Deal',
	name: 'dealId',
	required: true,
	description: "The deal to use. By Email finds the contact's one open deal in the pipeline.",
	search: 'searchDeals',
	modes: [
		byIdMode('deal_01k9m6t0x9k6a2dn8h0x3f7q1s'),
		byTextMode('By External ID', 'externalId', 'smartlead-4711'),
		byTextMode('By Email', 'email', 'ada@example.com'),
	],
});

/** The field that says where a deal is looked for by email address; elsewhere the pipeline is what the deal gets. */
export const pipelineOfEmail: INodeProperties = {
	...pipelineLocator("Where to look for the contact's open deal. When empty, the first pipeline."),
	displayOptions: { show: { '/dealId.mode': ['email'] } },
};

const keys: Record<string, (text: string) => DealReference> = {
	externalId: (external_id) => ({ match_on: 'external_id', external_id }),
	email: (email) => ({ match_on: 'email', contact: { email } }),
};

/**
 * Returns which deal an item means.
 *
 * @throws NodeOperationError when it names none
 */
export function readDealKey(context: IExecuteFunctions, item: number): DealReference {
	const given = context.getNodeParameter('dealId', item, '') as
		| INodeParameterResourceLocator
		| string;
	const isPicked = typeof given === 'object';
	const { mode, value } = isPicked ? given : { mode: 'id', value: given };
	const text = String(value ?? '').trim();
	if (text === '') throw emptyField(context, item, isPicked ? 'Deal' : 'Deal ID');
	return keys[mode]?.(text) ?? { match_on: 'id', id: text };
}

/** Returns the ID of the deal an item means, which Fluid finds as it does for an update. */
export async function readDealId(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	item: number,
): Promise<string> {
	const key = readDealKey(context, item);
	if (key.id !== undefined) return key.id;
	const { deal } = await fluid<IngestResult>({
		method: 'POST',
		path: '/api-ingest',
		query: { dry_run: true },
		body: { ...key, ...readStageFields(context, item), mode: 'update' },
		expects: 'deal',
	});
	return deal.id;
}
