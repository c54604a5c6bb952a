import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { events } from '../../contract/events';
import { isGenuine } from '../../contract/signature';
import type { Event } from '../../contract/types';
import { isRepetition, noteArrival } from './catchUp';
import { triggerState } from './kept';
import { testSecret } from './secret';

const REFUSED =
	'This request is not signed by the Fluid webhook of this trigger, so no workflow was started. If its secret was rotated in Fluid, switch the workflow off and on again.';

/** Takes one delivery: starts the workflow if Fluid sent it, and refuses it with 401 if anyone else did. */
export async function receiveDelivery(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const data = triggerState(this);
	const isTest = this.getMode() === 'manual';
	const secret = isTest ? await testSecret(this) : data.production?.secret;
	const { rawBody } = this.getRequestObject();
	const now = new Date();
	if (
		secret === undefined ||
		!isGenuine(this.getHeaderData() as IDataObject, rawBody, secret, now)
	) {
		this.getResponseObject().status(401).json({ received: false, message: REFUSED });
		return { noWebhookResponse: true };
	}
	const event = JSON.parse(rawBody.toString()) as Event;
	if (!isTest && isRepetition(data, event, now)) {
		return { webhookResponse: { received: true, repeated: true } };
	}
	if (!isTest) noteArrival(data, event);
	const isSimple = this.getNodeParameter('options.simplify', false) === true;
	const json = isSimple ? simplified(event) : event;
	return {
		webhookResponse: { received: true },
		workflowData: [this.helpers.returnJsonArray(json as unknown as IDataObject)],
	};
}

/** Returns what the event is about, the submission for one of a form, with the event's name and ID. */
function simplified({ id, type, data }: Event): object {
	const name = events[type].data.at(-1);
	return { ...(name && data[name]), event_type: type, event_id: id };
}
