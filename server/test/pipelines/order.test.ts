import { expect, test } from 'vitest';
import { reordered } from '../../src/pipelineEditing/order';

const stages = ['new', 'contacted', 'won over'];

test('a thing takes the position and the others close up', () => {
	expect(reordered(stages, 'new', 2)).toEqual(['contacted', 'new', 'won over']);
	expect(reordered(stages, 'won over', 1)).toEqual(['won over', 'new', 'contacted']);
});

test('a position outside of the list is its nearest end', () => {
	expect(reordered(stages, 'contacted', 0)).toEqual(['contacted', 'new', 'won over']);
	expect(reordered(stages, 'contacted', 99)).toEqual(['new', 'won over', 'contacted']);
});

test('what is no position changes nothing', () => {
	expect(reordered(stages, 'contacted', Number.NaN)).toEqual(stages);
});
