import { expect, test } from 'vitest';
import { plainDealFields } from '../../../contract/plainDealFields';
import { flatten, SQLITE } from '../../src/database/sql';
import type { DealRow } from '../../src/deals/columns';
import { dealUpdate } from '../../src/deals/dealUpdate';

const unset = Object.fromEntries(plainDealFields.map(({ key }) => [key, null]));
const deal = {
	...unset,
	id: 'deal_1',
	name: 'Acme website',
	value: 4800,
	currency: 'EUR',
	status: 'open',
	lost_reason: null,
	pipeline_id: 'pip_1',
	stage_id: 'stg_1',
	contact_id: 'con_1',
	company_id: null,
	custom_fields: {},
	reminder_at: null,
	reminder_note: null,
	labels: ['inbound'],
	owner_email: 'ada@example.com',
	conversation_links: [],
	notes: 0,
	created_at: '2026-01-05T09:00:00.000Z',
	updated_at: '2026-01-05T09:00:00.000Z',
} as unknown as DealRow;

const stored = { status: 'open', closed_at: null } as never;

function written(changes: Partial<DealRow>, isWhole = false): string[] {
	const after = { ...deal, ...changes };
	const { text, values } = flatten(
		dealUpdate('wks_1', { before: deal, after, stored, isWhole }),
		SQLITE,
	);
	expect(values.slice(-2)).toEqual(['wks_1', 'deal_1']);
	const [, set = ''] =
		/^update deals set (.*) where workspace_id = \? and id = \?$/s.exec(text) ?? [];
	return [...set.matchAll(/(?:^|, )(\w+) = /g)].map(([, name]) => name as string);
}

test('a deal whose value changes has its value written, and no index but that of the moment', () => {
	expect(written({ value: 5200, updated_at: '2026-01-06T09:00:00.000Z' })).toEqual([
		'updated_at',
		'value',
		'company_version',
	]);
});

test('a deal that is won has the moment by which it is found among the closed ones', () => {
	const won = { status: 'won', updated_at: '2026-01-06T09:00:00.000Z' } as const;
	expect(written(won)).toEqual(['status', 'updated_at', 'closed_at', 'company_version']);
});

test('a deal with another owner is found by them', () => {
	expect(written({ owner_email: 'grace@example.com' })).toEqual([
		'owner_email',
		'owner_key',
		'company_version',
	]);
});

test('however many different changes there are, each is written', () => {
	const keys = [
		'name',
		'value',
		'currency',
		'source',
		'external_id',
		'lost_reason',
		'reminder_note',
		'reminder_at',
	] as const;
	for (let subset = 1; subset < 256; subset += 1) {
		const changed = keys.filter((_, place) => subset & (1 << place));
		const names = written(
			Object.fromEntries(changed.map((key) => [key, key === 'value' ? 1 : 'x'])),
		);
		expect(names).toEqual(expect.arrayContaining([...changed]));
	}
});
