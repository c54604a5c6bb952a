import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/database/sql';
import { fluidForFile } from '../../../test/support/fluid';
import { findFirstSequence } from '../../src/webhooks/findFirstSequence';

const HOUR_MS = 3_600_000;
const start = Date.parse('2026-11-01T00:00:00.000Z');
const at = (hour: number) => new Date(start + hour * HOUR_MS).toISOString();

/** An event each hour, numbered from 1; some are gone, as retention leaves them. */
const sequences = Array.from({ length: 40 }, (_, index) => index + 1).filter((n) => n % 7 !== 0);

const fluid = fluidForFile();

beforeAll(async () => {
	await fluid.service.database.writeService(async (transaction) => {
		for (const sequence of sequences) {
			await transaction.run(sql`
				insert into events (sequence, id, workspace_id, type, timestamp, body)
				values (${sequence}, ${`evt_${sequence}`}, 'ws_other', 'deal.created', ${at(sequence)}, '{}')`);
		}
	});
});

test('from there on no event is missing, and none is more than an hour too old', async () => {
	for (let hour = -1; hour <= 43; hour += 1) {
		const first = await findFirstSequence(fluid.service.database, 'ws_other', at(hour));
		const before = sequences.filter((sequence) => sequence < first);
		const behind = sequences.filter((sequence) => sequence >= first);
		expect([hour, before.filter((sequence) => at(sequence) >= at(hour))]).toEqual([hour, []]);
		expect([hour, behind.filter((sequence) => at(sequence) < at(hour - 1))]).toEqual([hour, []]);
	}
});

test('where nothing has happened yet, everything is behind it', async () => {
	const { database } = fluid.service;
	expect(await findFirstSequence(database, fluid.workspaceId, at(0))).toBeLessThanOrEqual(1);
});
