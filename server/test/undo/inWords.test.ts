import { expect, test } from 'vitest';
import type { Run } from '../../../contract/types';
import { NOTHING_UNDONE } from '../../src/undo/counts';
import { undoneInWords } from '../../src/undo/inWords';

const underWay: Run['undo'] = {
	status: 'under_way',
	started_at: '2026-12-02T19:06:57.261Z',
	finished_at: null,
	counts: { ...NOTHING_UNDONE, deals_deleted: 469 },
};
const day = (at: string) => at.slice(0, 10);

test.each([
	['one that nobody wants undone', null, ''],
	['one that is being undone', underWay, 'Under way. 469 deals were deleted.'],
	[
		'one that was undone',
		{ ...underWay, status: 'done' as const, finished_at: '2026-12-02T19:09:12.000Z' },
		'2026-12-02',
	],
])('the list of runs says of %s how far that has come', (_, undo, words) => {
	expect(undoneInWords({ undo }, day)).toBe(words);
});
