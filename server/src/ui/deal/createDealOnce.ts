import { createHash } from 'node:crypto';
import type { Deal, DealInput } from '../../../../contract/types';
import type { AppContext, WriteContext } from '../../context';
import { originInHand } from '../../origin';
import { once } from '../../http/idempotency';
import { isId, newId } from '../../values/ids';
import { changeDealIn } from '../../deals/change';

/**
 * Makes a deal by hand, once: a form that is sent a second time as it was is the deal that there is already.
 *
 * @param formId what its page gave the form before it was sent
 * @throws Refusal with the place and the advice
 */
export async function createDealOnce(
	fluid: AppContext,
	workspaceId: string,
	formId: string,
	input: DealInput,
): Promise<Deal> {
	// Going back and changing it makes another deal: what was entered is a part of the key.
	const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex');
	const key = `form ${isId('req', formId) ? formId : newId('req')} ${hash}`;
	const origin = originInHand();
	const { body } = await fluid.database.write(workspaceId, (transaction) =>
		once(transaction, { workspaceId, key, hash, run: null, now: fluid.now() }, async () => {
			const change = (context: WriteContext) => changeDealIn(context, input);
			const { deal } = await fluid.writeWithin(transaction, workspaceId, change, { origin });
			return { status: 201, body: JSON.stringify(deal) };
		}),
	);
	return JSON.parse(body.toString()) as Deal;
}
