import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import type { Work } from '../../src/database/database';
import { beginUndo } from '../../src/undo/runInHand';
import { undoPart } from '../../src/undo/undoPart';
import { counting, mostOften } from '../database/waitedFor';

const fluid = fluidForFile();
const RUN = 'import-leads';
const DEALS = 50;

/** On PostgreSQL, each answer that is waited for is a round trip: as many as there are deals, and few fit into a part. */
test('deals that an import has made are undone without waiting for the database at each', async () => {
	const deals = Array.from({ length: DEALS }, (_, at) => ({
		name: `Lead ${at}`,
		labels: ['fair'],
	}));
	await fluid.ingest({ deals }, { 'fluid-run': RUN });
	const { workspaceId, service } = fluid;
	const maker = { by: null, run: RUN, isUndo: true };

	const asked = await service.context.write(
		workspaceId,
		async (change) => {
			const within = { write: <T>(_: string, work: Work<T>) => work(change.transaction) };
			await beginUndo(within, workspaceId, RUN, { by: null, now: new Date() });
			const counted = counting(change.transaction);
			const context = { ...change, transaction: counted.watched };
			for (let isDone = false; !isDone; ) isDone = await undoPart(context, RUN);
			return counted.asked;
		},
		maker,
	);

	const { body } = await fluid.get(`/api-runs/${RUN}`);
	expect(body.undo).toMatchObject({ status: 'done', counts: { deals_deleted: DEALS } });
	expect(mostOften(asked)).toBeLessThan(DEALS);
});
