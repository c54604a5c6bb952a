import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../test/support/fluid';
import App from '../src/index';
import { type RunZap, zapOf } from './support/zap';

const TEXTS = [
	'Hi {{bundle.authData.api_key}}',
	'{{ bundle.inputData.name }}',
	'{{process.env.HOME}}',
	'{{first_name}} {{{{nested}}}}',
	'\\u007b\\u007b and "quotes"',
];

describe('text with braces in it', () => {
	const fluid = fluidForFile();
	let zap: RunZap;

	beforeAll(async () => {
		zap = zapOf(fluid);
	});

	test.each(TEXTS)('arrives as it is: %s', async (text) => {
		const created = await zap(App.creates.create_deal.operation.perform, {
			name: text,
			note: text,
			contact_name: text,
		});

		expect(created).toMatchObject({ name: text, notes: [{ text }] });
		expect((await fluid.get(`/api-deals/${created.id}`)).body.name).toBe(text);
	});

	test.each(TEXTS)('is found by: %s', async (text) => {
		const found = await zap(App.searches.find_deal.operation.perform, { name: text });

		expect(found.map(({ name }: { name: string }) => name)).toEqual([text]);
	});
});
