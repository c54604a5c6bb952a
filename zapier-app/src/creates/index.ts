import type { Create } from 'zapier-platform-core';
import { createContact } from './createContact';
import { createDeal } from './createDeal';
import { createOrUpdateDeal } from './createOrUpdateDeal';
import { markDealLost } from './markDealLost';
import { markDealWon } from './markDealWon';
import { moveDealToStage } from './moveDealToStage';
import { setReminder } from './setReminder';
import { updateContact } from './updateContact';
import { updateDeal } from './updateDeal';

/** The actions. */
export const creates = {
	create_deal: createDeal,
	update_deal: updateDeal,
	create_or_update_deal: createOrUpdateDeal,
	move_deal_to_stage: moveDealToStage,
	mark_deal_won: markDealWon,
	mark_deal_lost: markDealLost,
	set_reminder: setReminder,
	create_contact: createContact,
	update_contact: updateContact,
} satisfies Record<string, Create>;
