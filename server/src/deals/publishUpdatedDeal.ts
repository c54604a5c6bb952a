import type { EventName } from '../../../contract/events';
import type { Deal } from '../../../contract/types';
import type { WriteContext } from '../context';
import type { Changes } from '../events/changes';
import { publishDeal } from '../events/publish';

/** Records that a deal was changed, with what fires beside it. */
export async function publishUpdatedDeal(
	context: WriteContext,
	deal: Deal,
	changes: Changes,
): Promise<void> {
	for (const type of eventsOfUpdate(deal, changes)) await publishDeal(context, type, deal, changes);
}

/** Returns the events that tell of an update, in their order. */
export function eventsOfUpdate(
	{ status }: Pick<Deal, 'status'>,
	{ changed_fields }: Pick<Changes, 'changed_fields'>,
): EventName[] {
	const types: EventName[] = [];
	if (changed_fields.length > 0) types.push('deal.updated');
	if (changed_fields.includes('stage_id')) types.push('deal.stage_changed');
	const hasNewStatus = changed_fields.includes('status');
	if (hasNewStatus && status === 'won') types.push('deal.won');
	if (hasNewStatus && status === 'lost') types.push('deal.lost');
	return types;
}
