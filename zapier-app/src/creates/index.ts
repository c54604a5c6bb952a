import type { Create } from 'zapier-platform-core';
import { createContactAction } from './createContact';
import { createDealAction } from './createDeal';
import { createOrUpdateDealAction } from './createOrUpdateDeal';
import { markDealLostAction } from './markDealLost';
import { markDealWonAction } from './markDealWon';
import { moveDealToStageAction } from './moveDealToStage';
import { setReminderAction } from './setReminder';
import { updateContactAction } from './updateContact';
import { updateDealAction } from './updateDeal';

/** The actions. */
export const creates = {
	create_deal: createDealAction,
	update_deal: updateDealAction,
	create_or_update_deal: createOrUpdateDealAction,
	move_deal_to_stage: moveDealToStageAction,
	mark_deal_won: markDealWonAction,
	mark_deal_lost: markDealLostAction,
	set_reminder: setReminderAction,
	create_contact: createContactAction,
	update_contact: updateContactAction,
} satisfies Record<string, Create>;
