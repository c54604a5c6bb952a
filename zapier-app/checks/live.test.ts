import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventNames } from '../../contract/events.ts';
import { fluidForFile } from '../../test/support/fluid.ts';
import { Receiver } from '../../test/support/receiver.ts';
import { steps } from './definition.ts';
import { liveRules, type Results } from './rules/live.ts';
import { zippedDefinition } from './support/builtZip.ts';
import { everyResult } from './support/everyResult.ts';
import { connectionOf } from './support/zap.ts';
import { Zapier } from './support/zapier.ts';

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '50ms' });
let zapier: Zapier;
let results: Map<string, Results>;

beforeAll(async () => {
	zapier = await Zapier.start();
	results = await everyResult(fluid, zapier);
});
afterAll(async () => {
	await zapier?.stop();
	await fluid?.stop();
});

describe('against a real server', () => {
	test('every trigger, search and create was run', () => {
		const all = steps(zippedDefinition()).map(({ name }) => name);
		expect([...results.keys()].sort()).toEqual(all.sort());
	});

	const rules = Object.entries(liveRules).map(([id, rule]) => ({ id, ...rule }));

	test.each(rules)('$id $title', ({ faults }) => {
		const found = [...results].flatMap(([name, result]) =>
			faults(result).map((fault) => `${name}: ${fault}`),
		);
		expect(found).toEqual([]);
	});

	test('D006 the test in the editor shows exactly what is delivered', () => {
		const instant = [...results].filter(([, { listed }]) => listed !== undefined);

		expect(instant).toHaveLength(eventNames.length);
		for (const [name, { live, listed }] of instant) expect(listed, name).toEqual(live);
	});
});

describe('D007 D026 an address given by the user', () => {
	const connect = (base_url: string) =>
		zapier.run({ ...connectionOf(fluid), base_url }, 'authentication.test').then(
			() => 'connected',
			({ message }: Error) => message,
		);

	test.each([
		['without https', 'http://crm.example.com'],
		['with a user name', 'https://ada:secret@crm.example.com'],
		['with a query', 'https://crm.example.com/?next=https://evil.example'],
		['with a path', 'https://crm.example.com/api'],
		['that is a script', 'javascript:alert(1)'],
		['of another kind', 'ftp://crm.example.com'],
		['that is empty', ''],
	])('%s is refused before anything is sent', async (_, base_url) => {
		const logged = zapier.log.length;

		const sentence = await connect(base_url);

		expect(sentence).toMatch(/address/);
		expect(sentence).not.toMatch(/cannot be reached/);
		expect(zapier.log.slice(logged).join('\n')).not.toContain('crm.example.com/api-me');
	});

	test('that leads on elsewhere does not get the key carried there', async () => {
		const [door, elsewhere] = [await Receiver.start(), await Receiver.start()];
		door.answer(302, '', { location: `${elsewhere.url}/api-me` });

		expect(await connect(door.url)).toMatch(/redirects to/);

		expect(elsewhere.received).toEqual([]);
		await door.stop();
		await elsewhere.stop();
	});
});
