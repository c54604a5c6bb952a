import { expect, test } from 'vitest';
import type { Deal } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';

const fluid = fluidForFile();
const KEPT = 200;
const WALKS = 10;

// The embedded database reads the ids of a page and its deals in one turn.
test.runIf(isOnPostgres()).each(['pipeline_id=', 'q=kept', 'sort=updated', ''])(
	'a list by "%s" has all deals that stay, whatever others delete meanwhile',
	{ ...needs('PostgreSQL'), timeout: 60_000 },
	async (filter) => {
		const client = await fluid.otherWorkspace(`Walked by ${filter}`);
		const [pipeline] = (await client.get('/api-pipelines')).body.data;
		const query = filter === 'pipeline_id=' ? `pipeline_id=${pipeline.id}` : filter;
		const named = (name: string, count: number) =>
			Array.from({ length: count }, (_, at) => ({ name: `${name} ${at}` }));
		await client.ingest({ deals: named('Kept', KEPT) });
		let isOver = false;
		const comeAndGo = async () => {
			while (!isOver) {
				const { body } = await client.ingest({ deals: named('Kept for a moment', 20) });
				for (const { deal } of body.results as Array<{ deal: Deal }>)
					await client.delete(`/api-deals/${deal.id}`);
			}
		};
		const others = [comeAndGo(), comeAndGo()];
		const counts: number[] = [];
		for (let walk = 0; walk < WALKS; walk += 1) {
			const found = new Set<string>();
			for (let cursor: string | null = ''; cursor !== null; ) {
				const page: { body: { data: Deal[]; next_cursor: string | null } } = await client.get(
					`/api-deals?${query}&limit=20&cursor=${cursor}`,
				);
				for (const { id, name } of page.body.data) if (/^Kept \d+$/.test(name)) found.add(id);
				cursor = page.body.next_cursor;
			}
			counts.push(found.size);
		}
		isOver = true;
		await Promise.all(others);
		expect(counts).toEqual(Array.from({ length: WALKS }, () => KEPT));
	},
);
