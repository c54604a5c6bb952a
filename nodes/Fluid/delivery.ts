import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isGenuine } from '../../contract/signature';
import type { ChangeMessage, Event } from '../../contract/types';
import { eventItem } from './eventItem';
import { triggerState } from './triggerState';
import { testSecret } from './secret';

const REFUSED =
	'This request is not signed by the Fluid webhook of this trigger, so no workflow was started. If its secret was rotated in Fluid, switch the workflow off and on again.';

/** Takes one delivery: starts the workflow if Fluid sent it, and refuses it with 401 if anyone else did. */
export async function receiveDelivery(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const isTest = this.getMode() === 'manual';
	const secret = isTest ? await testSecret(this) : triggerState(this).production?.secret;
	const { rawBody } = this.getRequestObject();
	const now = new Date();
	if (
		secret === undefined ||
		!isGenuine(this.getHeaderData() as IDataObject, rawBody, secret, now)
	) {
		this.getResponseObject().status(401).json({ received: false, message: REFUSED });
		return { noWebhookResponse: true };
	}
	const event = JSON.parse(rawBody.toString()) as Event | ChangeMessage;
	const isSimple = this.getNodeParameter('options.simplify', false) === true;
	const json = eventItem(event, isSimple);
	return {
		webhookResponse: { received: true },
		workflowData: [this.helpers.returnJsonArray(json as unknown as IDataObject)],
	};
}
