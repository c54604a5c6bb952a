import { beforeEach, expect } from 'vitest';
import type { PulledDelivery, Webhook } from '../../../contract/types';
import { FluidFixture, startFluid } from '../../../test/support/fluid';

/** What a webhook is subscribed with that is pulled. */
export const PULLED = { delivery: 'pull', events: ['deal.created'] };

/** Returns the name of the deal that a delivery is about. */
export const dealNameIn = ({ body }: PulledDelivery): string => JSON.parse(body).data.deal.name;

/** A service for each test of a file, with a clock that the tests move, and what they do with webhooks that are pulled. */
export function pullFixture() {
	const fluid = Object.create(FluidFixture.prototype) as FluidFixture;
	let time: Date;
	beforeEach(async () => {
		time = new Date();
		Object.assign(fluid, await startFluid({ FLUID_RETRY_SCHEDULE: '60s,60s' }, () => time));
		return () => fluid.stop();
	});
	const later = (seconds: number) => (time = new Date(time.getTime() + seconds * 1000));

	async function subscribed(more: object = {}): Promise<Webhook & { secret: string }> {
		const { status, body } = await fluid.post('/api-webhooks', { ...PULLED, ...more });
		expect(status).toBe(201);
		return body;
	}

	async function fetched(id: string, body?: object): Promise<PulledDelivery[]> {
		const answer = await fluid.post(`/api-webhooks/${id}/pull`, body);
		expect(answer.status).toBe(200);
		return answer.body.data;
	}

	async function deals(...names: string[]): Promise<void> {
		for (const name of names) {
			later(0.01);
			await fluid.deal({ name });
		}
	}

	const commit = async (id: string, body: object) =>
		(await fluid.post(`/api-webhooks/${id}/commit`, body)).body;
	const log = async (id: string) => (await fluid.get(`/api-webhooks/${id}/deliveries`)).body.data;
	return { fluid, now: () => time, later, subscribed, fetched, deals, commit, log };
}
