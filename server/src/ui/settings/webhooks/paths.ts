/** Address of the list of webhooks; every page about them is below it. */
export const WEBHOOKS = '/settings/automations/webhooks';

/** Returns the address of a webhook's page. */
export function webhookPath(id: string): string {
	return `${WEBHOOKS}/${id}`;
}

/** Returns the address of a delivery's page. */
export function deliveryPath(webhookId: string, deliveryId: string): string {
	return `${webhookPath(webhookId)}/deliveries/${deliveryId}`;
}
