import { beforeEach, expect, test } from 'vitest';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 120_000 };
const DEALS = 6;
const CHANGES = 60;

const service = ServiceProcess.forFile({ FLUID_RATE_LIMIT: '0' });
const receiver = Receiver.forFile();
let other: ServiceProcess;

beforeEach(async () => {
	other = await service.beside();
	return () => other.kill();
});

test.skipIf(!isOnPostgres())(
	'all changes of a deal arrive in their order where two processes take them in and deliver',
	NEEDS,
	async () => {
		const webhook = { url: receiver.url, events: ['deal.updated'], ordering: 'per_object' };
		await service.client.post('/api-webhooks', webhook);
		const ids = Array.from({ length: DEALS }, (_, index) => `crm-${index}`);
		for (let value = 0; value <= CHANGES; value += 1) {
			const { client } = value % 2 ? service : other;
			const deals = ids.map((external_id) => ({ external_id, name: 'Acme website', value }));
			expect((await client.ingest({ deals })).body).toMatchObject({ failed: 0 });
		}

		await receiver.waitFor(DEALS * CHANGES, 60_000);

		for (const id of ids) {
			const values = receiver.received
				.filter(({ event }) => event.data.deal?.external_id === id)
				.map(({ event }) => event.data.deal?.value);
			expect(values).toEqual(Array.from({ length: CHANGES }, (_, index) => index + 1));
		}
	},
);
