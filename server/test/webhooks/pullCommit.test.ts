import { describe, expect, test } from 'vitest';
import { dealNameIn, pullFixture } from './pullFixture';

const { fluid, later, subscribed, fetched, deals, commit, log } = pullFixture();

describe('a webhook that is pulled', () => {
	test('gives what was committed to nobody again, and shows it in the log', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		const [one] = await fetched(id, { lease_seconds: 10 });

		expect(await commit(id, { succeeded: [one?.id] })).toMatchObject({ succeeded: 1 });
		expect(await commit(id, { succeeded: [one?.id] })).toMatchObject({ succeeded: 1 });

		later(3600);
		expect(await fetched(id)).toEqual([]);
		expect(await log(id)).toMatchObject([
			{ status: 'succeeded', attempts: [{ number: 1, status_code: null, error: null }] },
		]);
	});

	test('gives what was not committed to the next one, once the lease has ended', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		const [one] = await fetched(id, { lease_seconds: 10 });

		later(9);
		expect(await fetched(id)).toEqual([]);
		later(1);
		expect((await fetched(id)).map((again) => again.id)).toEqual([one?.id]);
	});

	test('takes a commit also when the lease has ended, and after a pause', async () => {
		const { id } = await subscribed();
		await deals('First', 'Second');
		const [first, second] = await fetched(id, { lease_seconds: 10 });

		later(60);
		await commit(id, { succeeded: [first?.id] });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await commit(id, { succeeded: [second?.id] });

		expect((await log(id)).map(({ status }: { status: string }) => status)).toEqual([
			'succeeded',
			'succeeded',
		]);
	});

	test('takes what arrived also after another one has failed with it, or given it up', async () => {
		const { id } = await subscribed();
		await deals('First', 'Second');
		const [first, second] = await fetched(id, { lease_seconds: 10 });
		later(10);
		await fetched(id);
		const failed = [first, second].map((one) => ({ id: one?.id, error: 'Too slow.' }));
		await commit(id, { failed });
		expect(await commit(id, { succeeded: [first?.id] })).toMatchObject({ succeeded: 1 });

		for (let tries = 2; tries <= 3; tries++) {
			later(80);
			expect((await fetched(id)).map((one) => one.id)).toEqual([second?.id]);
			await commit(id, { failed: failed.slice(1) });
		}
		const statuses = async () => (await log(id)).map(({ status }: { status: string }) => status);
		expect(await statuses()).toEqual(['failed', 'succeeded']);
		expect(await commit(id, { succeeded: [second?.id] })).toMatchObject({ succeeded: 1 });
		expect(await statuses()).toEqual(['succeeded', 'succeeded']);
	});

	test('takes what arrived also after one whose lease had ended has released it', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		const [late] = await fetched(id, { lease_seconds: 10 });
		later(10);
		const [one] = await fetched(id);
		await commit(id, { released: [late?.id] });

		expect(await commit(id, { succeeded: [one?.id] })).toMatchObject({ succeeded: 1 });
		expect(await fetched(id)).toEqual([]);
	});

	test('hands out at once what was released while it was paused, when it is resumed', async () => {
		const { id } = await subscribed({ ordering: 'per_object' });
		await deals('Acme website');
		const [one] = await fetched(id, { lease_seconds: 3600 });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		expect(await commit(id, { released: [one?.id] })).toMatchObject({ released: 1 });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });

		expect((await fetched(id)).map((again) => again.id)).toEqual([one?.id]);
	});

	test('hands out the next of a deal as soon as the one before, skipped while leased, is released', async () => {
		const { id } = await subscribed({
			ordering: 'per_object',
			events: ['deal.created', 'deal.updated'],
		});
		const acme = await fluid.deal({ name: 'Acme website' });
		await fluid.deal({ id: acme.id, value: 2 });
		const [first, ...others] = await fetched(id, { lease_seconds: 3600 });
		expect(others).toEqual([]);
		await fluid.post(`/api-webhooks/${id}/deliveries/${first?.id}/skip`);
		expect(await fetched(id)).toEqual([]);
		await commit(id, { released: [first?.id] });

		const next = await fetched(id);
		expect(next.map(({ body }) => JSON.parse(body).type)).toEqual(['deal.updated']);
	});

	test('keeps the next of a deal that nobody has looked at, too, while the one that was skipped is leased', async () => {
		const { id } = await subscribed({
			ordering: 'per_object',
			events: ['deal.created', 'deal.updated'],
		});
		const acme = await fluid.deal({ name: 'Acme website' });
		await fluid.deal({ id: acme.id, value: 2 });
		const [first] = await fetched(id, { limit: 1, lease_seconds: 3600 });
		await fluid.post(`/api-webhooks/${id}/deliveries/${first?.id}/skip`);

		expect(await fetched(id)).toEqual([]);
		await commit(id, { released: [first?.id] });
		expect((await fetched(id)).map(({ body }) => JSON.parse(body).type)).toEqual(['deal.updated']);
	});

	test('tries again later what its receiver could not handle, and gives it up in the end', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		for (let tries = 1; tries <= 3; tries++) {
			const [one] = await fetched(id);
			expect(await commit(id, { failed: [{ id: one?.id, error: 'No such list.' }] })).toMatchObject(
				{ failed: 1 },
			);
			expect(await fetched(id)).toEqual([]);
			later(80);
		}
		expect(await fetched(id)).toEqual([]);
		const [given] = await log(id);
		expect([given.status, given.attempts.length, given.attempts[2].error]).toEqual([
			'failed',
			3,
			'No such list.',
		]);
	});

	test('hands out first what was released, before what happened later', async () => {
		const { id } = await subscribed();
		await deals('First', 'Second', 'Third');
		const two = await fetched(id, { limit: 2 });

		expect(await commit(id, { released: two.map((one) => one.id) })).toMatchObject({ released: 2 });

		expect((await fetched(id)).map(dealNameIn)).toEqual(['First', 'Second', 'Third']);
	});

	test('takes what was handed out for arrived, also after somebody has released it', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		const [one] = await fetched(id);
		await commit(id, { released: [one?.id] });
		expect(await commit(id, { succeeded: [one?.id] })).toMatchObject({ succeeded: 1 });
		expect(await fetched(id)).toEqual([]);
	});

	test('is refused where it says two things of one delivery', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		const [one] = await fetched(id);
		const outcomes = { succeeded: [one?.id], released: [one?.id] };
		const { status, body } = await fluid.post(`/api-webhooks/${id}/commit`, outcomes);
		expect([status, body.errors[0].detail]).toEqual([
			422,
			expect.stringContaining('stands here more than once'),
		]);
	});

	test('names what it has not handed out, and gives nothing back of that', async () => {
		const { id } = await subscribed();
		const other = await subscribed();
		await deals('Acme website');
		const [{ id: waiting }] = await log(id);
		const [ofOther] = await fetched(other.id);

		const ids = [waiting, ofOther?.id as string];
		const failed = ids.map((one) => ({ id: one, error: 'No such list.' }));
		expect(await commit(id, { failed })).toMatchObject({ failed: 0, not_handed_out: ids });
		expect(await commit(id, { released: ids })).toMatchObject({ not_handed_out: ids });
		expect(await commit(id, { succeeded: ids })).toMatchObject({ not_handed_out: ids });
		expect(await fetched(id)).toHaveLength(1);
	});
});
