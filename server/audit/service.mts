import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt, Delivery, Webhook } from '../../contract/types.ts';

/** A running service that is audited, by its address and a key of a workspace made for it. */
export type Address = { url: string; key: string };

/** The calls of Fluid's API that an audit makes. */
export class AuditedService {
	private readonly address: Address;

	constructor(address: Address) {
		this.address = address;
	}

	/** @throws when it answers with an error: the audit itself is wrong then, or the service is */
	async call<T>(method: string, path: string, body?: object): Promise<T> {
		const answer = await fetch(this.address.url + path, {
			method,
			headers: {
				authorization: `Bearer ${this.address.key}`,
				...(body && { 'content-type': 'application/json' }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
		return (text ? JSON.parse(text) : undefined) as T;
	}

	/** Makes a deal, whose creation is the event that webhooks of an audit wait for. */
	async addDeal(deal: object = {}): Promise<string> {
		const made = await this.call<{ deal: { id: string } }>('POST', '/api-ingest', {
			name: 'Acme website',
			...deal,
		});
		return made.deal.id;
	}

	/** Lends a webhook for new deals at a URL, and deletes it afterwards. */
	async withWebhook<T>(url: string, work: (webhook: WithSecret) => Promise<T>): Promise<T> {
		const webhook = await this.call<WithSecret>('POST', '/api-webhooks', {
			url,
			events: ['deal.created'],
		});
		try {
			return await work(webhook);
		} finally {
			await this.call('DELETE', `/api-webhooks/${webhook.id}`);
		}
	}

	/** Returns the tries of the newest delivery once there are so many. */
	async attempts(webhook: Webhook, count: number): Promise<Attempt[]> {
		for (;;) {
			const [newest] = await this.deliveries(webhook);
			if (newest && newest.attempts.length >= count) return newest.attempts;
			await sleep(20);
		}
	}

	async deliveries({ id }: Webhook): Promise<Delivery[]> {
		const { data } = await this.call<{ data: Delivery[] }>(
			'GET',
			`/api-webhooks/${id}/deliveries?limit=200`,
		);
		return data;
	}
}

/** A new webhook; its secret is shown this once. */
export type WithSecret = Webhook & { secret: string };
