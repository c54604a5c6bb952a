import type { IExecuteFunctions } from 'n8n-workflow';
import type { BulkItem, DealInput, IngestResult } from '../../contract/types';
import { type Bulk, sendInBulk } from './bulk';
import { type LoadedCustomFields, loadCustomFields, usesCustomFields } from './customFields';
import type { DealAct } from './dealActs';
import { readDeal, readDealUpdate } from './dealInput';
import { readDealKey } from './dealPicker';
import type { Operation } from './operation';
import { usesNewDealFields } from './newDealInput';
import { readStageFields } from './stageFields';

/** Creates or updates the deals of all items. */
export const upsertDeals: Operation = withCustomFields(readDeal);

/** Updates the deals of all items; one that does not exist is refused. */
export const updateDeals: Operation = withCustomFields((context, item, customFields) => ({
	...readDealUpdate(context, item, customFields),
	mode: 'update',
}));

/** Returns the operation that does one thing with the deals of all items. */
export function actOnDeals({ read }: DealAct): Operation {
	return (context, fluid) =>
		sendInBulk(context, fluid, ingest, (item) => ({
			...readDealKey(context, item),
			...readStageFields(context, item),
			...read(context, item),
			mode: 'update',
		}));
}

type ReadDeal = (
	context: IExecuteFunctions,
	item: number,
	customFields: LoadedCustomFields | undefined,
) => DealInput;

function withCustomFields(read: ReadDeal): Operation {
	return (context, fluid) => {
		let loading: Promise<LoadedCustomFields> | undefined;
		return sendInBulk(context, fluid, ingest, async (item) => {
			if (usesCustomFields(context) || usesNewDealFields(context))
				loading ??= loadCustomFields(fluid);
			return read(context, item, await loading);
		});
	};
}

type Saved = (IngestResult & Pick<BulkItem, 'problem'>) | BulkItem;

const ingest: Bulk<Saved> = {
	path: '/api-ingest',
	list: 'deals',
	// n8n sends no body where it is empty, so that Fluid could not say what a deal needs.
	single: { expects: 'deal', always: { mode: 'upsert' } },
	// The deal's fields stand beside what was done, so that the next node finds them where a deal has them.
	output: ({ action, changed_fields, warnings, deal }) => ({
		action,
		changed_fields,
		...(warnings && { warnings }),
		...deal,
	}),
};
