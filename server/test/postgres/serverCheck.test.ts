import { expect, test } from 'vitest';
import { judged } from '../../src/database/postgres/serverCheck';

test('a server that is maintained and clears up after itself is fine', () => {
	expect(judged({ version: 140_000, autovacuum: 'on' })).toEqual({});
	expect(judged({ version: 180_001, autovacuum: 'on' })).toEqual({});
});

test('an older one is refused with its version', () => {
	expect(judged({ version: 130_022, autovacuum: 'on' })).toEqual({
		refused: 'it is PostgreSQL 13, and 14 or newer is needed',
	});
});

test('one without autovacuum works, and the log says what will become of it', () => {
	expect(judged({ version: 150_019, autovacuum: 'off' }).warning).toContain('Set autovacuum = on.');
});
