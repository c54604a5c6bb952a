import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FluidNodes, startFluidNodes, upsert } from './support/fluidNodes';
import { Passage } from './support/passage';

let fluid: FluidNodes['fluid'];
let nodes: FluidNodes['nodes'];
let passage: Passage;

beforeAll(async () => {
	({ fluid, nodes } = await startFluidNodes());
	passage = await Passage.to(fluid.url);
	nodes = nodes.withCredentials({ fluidApi: { url: passage.url, apiKey: fluid.key } });
});
beforeEach(() => passage.passed.splice(0));
afterAll(async () => {
	await passage.stop();
	await fluid.stop();
});

const count = async (q: string) => (await fluid.get(`/api-deals?q=${q}`)).body.data.length;
const keys = () => passage.passed.map(({ headers }) => headers['idempotency-key']);
const named = (name: string, settings = {}) => upsert({ name: `=${name} {{ $json.n }}` }, settings);
const two = [{ n: 1 }, { n: 2 }];

describe('a deal is saved once', () => {
	test('when the answer is lost on its way and the node asks again', async () => {
		passage.loseNextAnswer();

		const { items, error } = await nodes.runNode(named('Lost'), two);

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.action)).toEqual(['created', 'created']);
		expect(await count('Lost')).toBe(2);
		expect(passage.passed).toHaveLength(2);
	});

	test('when the service fails after it has saved, and the execution is retried', async () => {
		passage.loseNextAnswer();
		for (let tries = 0; tries < 3; tries++) {
			passage.next((response) => response.destroy());
		}
		// The first answer is lost only after three requests that never arrived: all four tries fail.
		const call = named('Retried');
		const { error, run } = await nodes.runNode(call, two);
		expect(error?.message).toMatch(/broke off before there was an answer/);
		expect(await count('Retried')).toBe(2);

		const { items } = await nodes.retry(run, call);

		expect(items.map(({ json }) => json.name)).toEqual(['Retried 1', 'Retried 2']);
		expect(await count('Retried')).toBe(2);
		expect(new Set(keys()).size).toBe(1);
	});

	test('when n8n tries the node again by its own setting', async () => {
		passage.loseNextAnswer();
		for (let tries = 0; tries < 3; tries++) {
			passage.next((response) => response.destroy());
		}

		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const { items } = await nodes.runNode(named('Again', settings), two);

		expect(items).toHaveLength(2);
		expect(await count('Again')).toBe(2);
	});
});

test('a retried execution with other values for saved items is told, instead of saving twice', async () => {
	passage.loseNextAnswer();
	for (let tries = 0; tries < 3; tries++) passage.next((response) => response.destroy());
	const { run } = await nodes.runNode(named('Changed'), two);

	const { error } = await nodes.retry(run, named('Changed more'));

	expect(error?.message).toBe(
		'An earlier try of this execution saved these items already, with other values. Nothing was saved again. Start a new execution instead of retrying this one.',
	);
	expect(await count('Changed')).toBe(2);
});

test('a corrected item is saved by a retried execution, for nothing was saved before', async () => {
	const { error, run } = await nodes.runNode(
		upsert({ name: '=Corrected {{ $json.n }}', contact: { email: '=ada{{ $json.n }}@' } }),
		two,
	);
	expect(error?.message).toMatch(/no e-mail address/);

	const corrected = upsert({
		name: '=Corrected {{ $json.n }}',
		contact: { email: '=ada{{ $json.n }}@example.com' },
	});
	const { items } = await nodes.retry(run, corrected);

	expect(items.map(({ json }) => json.action)).toEqual(['created', 'created']);
});

test('a new execution saves new deals, though its items are the same', async () => {
	await nodes.runNode(named('Twice'), two);
	await nodes.runNode(named('Twice'), two);

	expect(await count('Twice')).toBe(4);
	expect(new Set(keys()).size).toBe(2);
});
