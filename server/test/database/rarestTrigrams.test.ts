import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { rarest } from '../../src/database/rarestTrigrams';
import { sql, wholeNumber } from '../../src/database/sql';

const fluid = fluidForFile();

test.each([
	['the rarest letters alone where they leave few', { cli: 1, ien: 0.9, ' 77': 0.004 }, [' 77']],
	['all that no new record has', { cli: 1, 't 7': 0, ' 77': 0 }, ['t 7', ' 77']],
	['the rarest two where one leaves many', { cli: 1, 'nt ': 0.2, 't 7': 0.04 }, ['t 7', 'nt ']],
	['one of several that all have', { cli: 1, lie: 1, ien: 1 }, ['cli']],
	["the letters of the workspace where others' deals are many", { ws1: 0, cli: 1 }, ['ws1']],
])('a search asks the index for %s', (_what, shares, asked) => {
	expect(rarest(Object.keys(shares), new Map(Object.entries(shares)))).toEqual(asked);
});

test('a whole number reaches SQLite as one, or a text index is read from its beginning on', async () => {
	const types = sql`select typeof(${7}) as plain, typeof(${wholeNumber(7)}) as whole`;
	expect(await fluid.service.database.get(types)).toEqual({ plain: 'real', whole: 'integer' });
});

test('a text of many common letters finds the one deal that has them all', async () => {
	const names = ['Client Alpha', 'Client Beta', 'Alpha Centauri', 'Beta client alphabet'];
	for (const name of names) await fluid.deal({ name });
	const found = async (q: string) =>
		(await fluid.get(`/api-deals?status=open&q=${encodeURIComponent(q)}`)).body.data.map(
			({ name }: { name: string }) => name,
		);
	expect(await found('client alpha')).toEqual(['Beta client alphabet', 'Client Alpha']);
	expect(await found('t alphab')).toEqual(['Beta client alphabet']);
	expect(await found('zeppelin')).toEqual([]);
});
