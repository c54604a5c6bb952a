import { describe, expect, test } from 'vitest';
import { marksOf, merge, type Values } from '../../src/ui/kit/merge';

const shown = { name: 'Acme website', value: '4800', currency: 'USD', tools: ['HubSpot'] };
const marks = marksOf(shown);
const merged = (mine: Values, theirs: Values, together?: (name: string) => string) =>
	merge({ marks, sent: { ...shown, ...mine }, saved: { ...shown, ...theirs } }, together);

describe('a form that is sent', () => {
	test('while nobody else has changed anything is as it was typed', () => {
		const { values, conflicts, taken } = merged({ name: 'Acme shop' }, {});
		expect(values).toEqual({ ...shown, name: 'Acme shop' });
		expect([conflicts, taken]).toEqual([[], []]);
	});

	test('keeps what somebody else has changed in other fields', () => {
		const { values, conflicts, taken } = merged({ name: 'Acme shop' }, { value: '9000' });
		expect(values).toEqual({ ...shown, name: 'Acme shop', value: '9000' });
		expect([conflicts, taken]).toEqual([[], ['value']]);
	});

	test('stands against what somebody else has changed in the same field', () => {
		const { values, conflicts, taken } = merged({ name: 'Acme shop' }, { name: 'Acme relaunch' });
		expect(values.name).toBe('Acme shop');
		expect([conflicts, taken]).toEqual([['name'], []]);
	});

	test('stands against nobody who has changed the same in the same way', () => {
		const same = { name: 'Acme shop', tools: ['HubSpot', 'Excel'] };
		expect(merged(same, same)).toMatchObject({ conflicts: [], taken: [] });
	});

	test('stands against a change of what means something only together with its own', () => {
		const together = (name: string) => (name === 'currency' ? 'value' : name);
		const { conflicts } = merged({ value: '5000' }, { currency: 'EUR' }, together);
		expect(conflicts).toEqual(['value', 'currency']);
	});

	test('has not changed what differs by line ends, outer blanks or an empty option only', () => {
		const sent = { name: ' Acme website ', value: '4800', currency: 'USD', tools: ['', 'HubSpot'] };
		expect(merge({ marks, sent, saved: { ...shown, name: 'Acme shop' } })).toMatchObject({
			conflicts: [],
			taken: ['name'],
		});
	});

	test('loses no value of a field that is not there any more without a word', () => {
		const { name: _gone, ...saved } = shown;
		expect(merge({ marks, sent: { ...shown, name: 'Acme shop' }, saved }).conflicts).toEqual([
			'name',
		]);
	});

	test.each([undefined, '', '{', 'null', '7'])(
		'without marks (%j) counts every difference as a change by both',
		(none) => {
			const sent = { ...shown, name: 'Acme shop' };
			expect(merge({ marks: none, sent, saved: shown }).conflicts).toEqual(['name']);
		},
	);
});
