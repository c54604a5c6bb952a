import { beforeEach, describe, expect, test } from 'vitest';
import { fluidNode, proxiedNodesForFile, upsert } from './support/fluidNodes';

const { fluid, nodes, passage } = proxiedNodesForFile();

beforeEach(() => passage.passed.splice(0));

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
		expect(error?.message).toMatch(/was interrupted before there was a response/);
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

test('what an execution changes is one run, which can be undone together', async () => {
	const { items } = await nodes.runNode(named('Of a run'), two);
	await nodes.runNode(named('Of another run'), two);

	const { headers } = passage.passed[0] ?? {};
	const run = String(headers?.['fluid-run']);
	expect(run).toMatch(/^n8n-[0-9a-f]{8}-[\w.:-]+$/);
	expect((await fluid.post(`/api-runs/${run}/undo`)).body.undo.counts.deals_deleted).toBe(2);
	expect(await count(String(items[0]?.json.id))).toBe(0);
	expect(await count('Of another run')).toBe(2);
	// Reading makes no run.
	await nodes.runNode(fluidNode('pipeline', 'getAll'));
	expect(passage.passed.at(-1)?.headers['fluid-run']).toBeUndefined();
});

test('a retried execution with other values for saved items is refused, instead of saving twice', async () => {
	passage.loseNextAnswer();
	for (let tries = 0; tries < 3; tries++) passage.next((response) => response.destroy());
	const { run } = await nodes.runNode(named('Changed'), two);

	const { error } = await nodes.retry(run, named('Changed more'));

	expect(error?.message).toBe(
		'An earlier attempt of this execution already saved these items with different values. Nothing was saved again. Restore the values of the items that were saved and retry, or start a new execution without them.',
	);
	expect(error?.description).not.toMatch(/None of the items was saved/);
	expect(await count('Changed')).toBe(2);
});

describe('of items too large for one request, when those of the first are saved and the execution is retried', () => {
	const BROKEN = 480;
	const note = 'x'.repeat(9990);
	const leads = Array.from({ length: 500 }, (_, n) => ({
		n,
		at: n === BROKEN ? '' : 'example.com',
	}));
	const large = (name: string, at: string, more = {}, settings = {}) =>
		upsert(
			{
				name: `=${name} {{ $json.n }}`,
				email: `=ada{{ $json.n }}@${at}`,
				note,
				additionalFields: more,
			},
			settings,
		);
	const AS_GIVEN = '{{ $json.at }}';
	const more = { source: 'Import of November' };
	const saved = async (name: string) => {
		const all = { returnAll: true, filters: { q: name } };
		const { items } = await nodes.runNode(fluidNode('deal', 'getAll', all));
		return items.length;
	};
	const runOf = async (name: string) => {
		const { error, run } = await nodes.runNode(large(name, AS_GIVEN), leads);
		expect(error?.context).toMatchObject({ itemIndex: BROKEN });
		expect(error?.description).toMatch(/^The first 447 items were saved, none of the others\./);
		return run;
	};

	test('with the broken item corrected, it saves the others', async () => {
		const run = await runOf('Mended');

		const { items } = await nodes.retry(run, large('Mended', 'example.com'));

		expect(items).toHaveLength(leads.length);
		expect(await saved('Mended')).toBe(leads.length);
	});

	test('with more in each item, it stops and saves none of them twice', async () => {
		const run = await runOf('More');

		const { error } = await nodes.retry(run, large('More', 'example.com', more));

		expect(error?.message).toMatch(
			/^An earlier attempt of this execution already saved these items/,
		);
		expect(await saved('More')).toBe(447);
	});

	test('with more in each item, a node that goes on says so of all of them', async () => {
		const run = await runOf('Further');
		const goOn = { onError: 'continueRegularOutput' } as const;

		const { items } = await nodes.retry(run, large('Further', 'example.com', more, goOn));

		expect(items).toHaveLength(leads.length);
		for (const { json } of items)
			expect(json.error).toMatch(/^An earlier attempt of this execution/);
		expect(await saved('Further')).toBe(447);
	});
});

test('a corrected item is saved by a retried execution, for nothing was saved before', async () => {
	const { error, run } = await nodes.runNode(
		upsert({ name: '=Corrected {{ $json.n }}', email: '=ada{{ $json.n }}@' }),
		two,
	);
	expect(error?.message).toMatch(/is not an email address/);

	const corrected = upsert({
		name: '=Corrected {{ $json.n }}',
		email: '=ada{{ $json.n }}@example.com',
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

describe('an Idempotency Key', () => {
	const byEvent = (name: string, settings = {}) =>
		upsert({ name, options: { idempotencyKey: '={{ $json.event }}' } }, settings);

	test('saves an event once that a tool sends twice, in another execution too', async () => {
		for (let times = 0; times < 2; times++) {
			const { items } = await nodes.runNode(byEvent('Booked'), [{ event: 'booking ü 1' }]);
			expect(items[0]?.json).toMatchObject({ action: 'created', name: 'Booked' });
		}
		expect(await count('Booked')).toBe(1);
	});

	test('of each item saves each by itself', async () => {
		const { items } = await nodes.runNode(byEvent('Each'), [
			{ event: 'each 1' },
			{ event: '' },
			{ event: '' },
			{ event: 'each 2' },
		]);
		expect(items.map(({ json }) => json.action)).toEqual(Array(4).fill('created'));
		expect(passage.passed).toHaveLength(3);
		expect(new Set(keys()).size).toBe(3);
	});

	test('that saved something else says so, and lets the other items go on', async () => {
		await nodes.runNode(byEvent('First'), [{ event: 'reused' }]);
		const { items } = await nodes.runNode(byEvent('Second', { onError: 'continueRegularOutput' }), [
			{ event: 'reused' },
			{ event: 'fresh' },
		]);
		expect(items[0]?.json.error).toMatch(
			/^This Idempotency Key was already used with different values/,
		);
		expect(items[1]?.json).toMatchObject({ action: 'created', name: 'Second' });
	});
});
