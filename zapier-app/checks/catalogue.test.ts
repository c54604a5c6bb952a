import { expect, test } from 'vitest';
import { liveRules } from './rules/live.ts';
import { rules } from './rules/index.ts';
import unchecked from './unchecked.json';

/** Zapier's integration checks, as its reference lists them; there is no D019 and no D020. */
const reference = [
	...numbered('A', 1),
	...numbered('C', 3),
	...numbered('D', 26).filter((id) => !['D019', 'D020'].includes(id)),
	...numbered('L', 4),
	...numbered('M', 7),
	...numbered('S', 3),
	...numbered('T', 6),
	'U001',
	'Z001',
];

/** Checked elsewhere in this folder: a snapshot for C, a server for D026. */
const elsewhere = ['C001', 'C002', 'C003', 'D026'];

test("each of Zapier's checks is done here, or named with the reason why not", () => {
	const accounted = [
		...Object.keys(rules),
		...Object.keys(liveRules),
		...Object.keys(unchecked),
		...elsewhere,
	];
	expect(accounted.sort()).toEqual(reference.sort());
});

function numbered(area: string, count: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) => `${area}${String(index + 1).padStart(3, '0')}`,
	);
}
