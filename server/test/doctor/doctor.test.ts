import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { commandHere } from '../../../test/support/commandHere';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { Receiver } from '../../../test/support/receiver';
import { DATABASE_FILE } from '../../src/database/embedded';
import { checks, type CheckResult, examine } from '../../src/doctor/examine';
import { fillEverywhere } from './fillEverywhere';

let fluid: FluidFixture;
let receiver: Receiver;
let raw: DatabaseSync;

beforeAll(buildServiceIfStale, 60_000);
// Each damage is of a database of its own.
beforeEach(async () => {
	receiver = await Receiver.start();
	await start();
	return async () => {
		raw.close();
		await fluid.stop();
		await receiver.stop();
	};
});

async function start(): Promise<void> {
	fluid = await startFluid();
	raw = new DatabaseSync(join(fluid.dataDir, DATABASE_FILE));
	// What is planted is refused by the database where it can.
	raw.exec('pragma foreign_keys = off; pragma busy_timeout = 5000');
	await fillEverywhere(fluid, receiver);
	await everythingSent();
	await fluid.service.database.indexTexts();
}

/** What is fetched waits for ever. */
async function everythingSent(): Promise<void> {
	const waiting = raw.prepare(`select 1 from deliveries join webhooks using (queue_id)
		where deliveries.status = 'pending' and delivery = 'push'`);
	while (waiting.get()) await sleep(10);
}

async function found(name: string, isRepairing = false): Promise<CheckResult> {
	const check = checks.find((one) => one.name === name)!;
	const { database, secrets } = fluid.service;
	return examine(check, database, secrets, () => new Date(), isRepairing, 10);
}

const sentences = ({ findings }: CheckResult) =>
	findings.map(({ sentence }) => sentence).join('\n');

test('a database in which everything is in order is found so, also while the service writes', async () => {
	let isDone = false;
	const writing = (async () => {
		for (let index = 0; !isDone; index += 1)
			await fluid.deal({
				name: `Deal ${index}`,
				value: index / 10,
				note: 'Busy',
				contact: { email: `lead${index}@example.com`, name: `Lead ${index}` },
			});
	})();
	const { code, stdout, stderr } = await fluidCommand(['doctor'], {
		env: { DATA_DIR: fluid.dataDir },
	});
	isDone = true;
	await writing;
	expect([code, stderr]).toEqual([0, '']);
	expect(stdout.match(/^ok /gm)).toHaveLength(checks.length);
}, 60_000);

/** What is done to the database, by the check that finds it, and what is said then. */
const damages: Array<[check: string, what: string, damage: string, said: RegExp]> = [
	[
		'sequences',
		'an event is missing',
		'delete from events where sequence = 4',
		/Events 4 to 4 are missing between/,
	],
	[
		'sequences',
		'the last event is missing',
		'delete from events where sequence = (select max(sequence) from events)',
		/were? missing: they were counted|are missing: they were counted/,
	],
	['sequences', 'the counter is behind', 'update counters set sequence = 3', /counter stands at 3/],
	[
		'changes',
		'a deal was changed past its events',
		"update deals set value = 9 where name = 'Second'",
		/Deal deal_\w+, changed at .* shows another value than its last event/,
	],
	[
		'changes',
		'a deal has no event',
		"delete from events where deal_id = (select id from deals where name = 'Second')",
		/has no event/,
	],
	[
		'changes',
		'a deal disappeared',
		"delete from deals where name = 'Second'",
		/is gone, and no event says that it was deleted/,
	],
	[
		'changes',
		'a contact was changed past its events',
		"update contacts set updated_at = '2099-01-01T00:00:00.000Z'",
		/Contact con_\w+, changed at 2099.* shows another updated_at/,
	],
	[
		'deliveries',
		'a delivery is missing',
		"delete from deliveries where event_type = 'deal.won'",
		/\(deal\.won, sequence \d+\) has no delivery for webhook whk_\w+, which wants it/,
	],
	[
		'waiting',
		'a delivery has no event',
		"update deliveries set event_id = 'evt_none', status = 'held' where id = (select min(id) from deliveries)",
		/waits to be sent, but its event is gone/,
	],
	[
		'references',
		'a deal names no contact',
		"update deals set contact_id = 'con_none' where name = 'Second'",
		/contact_id of deal_\w+ in deals names something that is not among the contacts/,
	],
	[
		'references',
		'a deal is in the stage of another pipeline',
		"update stages set pipeline_id = 'pip_none'",
		/stage_id of deal_\w+ in deals/,
	],
	[
		'references',
		'an attempt has no delivery',
		"delete from deliveries where status = 'succeeded'",
		/delivery_id of dlv_\w+ in attempts/,
	],
	[
		'references',
		'a delivery has no webhook',
		'delete from webhooks',
		/queue_id of dlv_\w+ in deliveries/,
	],
	[
		'references',
		'a note has no deal',
		'delete from deals where notes > 0',
		/deal_id of note_\w+ in notes/,
	],
	[
		'sums',
		'the sum of a stage is wrong',
		'update stage_totals set value = value + 1',
		/Stage stg_\w+ has 1 won deals worth 0.1 USD, but 1 worth 1.1 are noted/,
	],
	[
		'sums',
		'a count of notes is wrong',
		'update deals set notes = 7 where notes = 2',
		/says it has 7 notes, but 2 are there/,
	],
	[
		'texts',
		'a deal is not in the index',
		"delete from deal_index where rowid = (select number from deals where name = 'Second')",
		/deal_\w+ is not in the index of texts/,
	],
	[
		'texts',
		'the index knows what is gone',
		"delete from contacts where email = 'ada@example.com'",
		/of contacts is in the index of texts, but it is gone/,
	],
	[
		'texts',
		'the index has another name',
		"update deals set name = 'Renamed by hand' where name = 'Second'",
		/deal_\w+ is in the index of texts under another name/,
	],
	[
		'secrets',
		'a secret is damaged',
		"update webhooks set secret = replace(secret, substr(secret, 20, 4), 'AAAA')",
		/The webhook signing secret of whk_\w+ cannot be read/,
	],
];

describe('a database is found in which', () => {
	test.each(damages)('%s: %s', async (check, _what, damage, said) => {
		raw.exec(damage);
		const result = await found(check);
		expect(sentences(result)).toMatch(said);
		expect(result.repaired).toBeNull();
		expect(result.advice).toMatch(/^[A-Z].*\.$/);
	});

	test('a delivery waits for no time, which is sent by --repair', async () => {
		receiver.received.length = 0;
		raw.exec(`update deliveries set status = 'pending', next_attempt_at = null, claimed_until = null
			where id = (select min(id) from deliveries where object_id is null)`);
		expect(sentences(await found('waiting'))).toMatch(/waits, but for no time/);
		expect(receiver.received).toEqual([]);
		expect(await found('waiting', true)).toMatchObject({
			findings: [],
			repaired: '1 deliveries are due now.',
		});
		await receiver.waitFor(1);
	});

	test('deliveries are missing, each of which is added and sent once by --repair', async () => {
		receiver.received.length = 0;
		raw.exec("delete from deliveries where event_type = 'deal.won'");
		// Of two webhooks by event, and of one whose delivery has both events of the change.
		expect((await found('deliveries')).findings).toHaveLength(4);

		const added = { findings: [], repaired: '3 deliveries were added.' };
		expect(await found('deliveries', true)).toMatchObject(added);
		await everythingSent();
		expect(receiver.received).toHaveLength(3);
		expect((await found('deliveries', true)).repaired).toBeNull();
		expect(new Set(receiver.received.map(({ event }) => event.type))).toEqual(
			new Set(['deal.won']),
		);
	});

	test.each([
		['sums', 'update stage_totals set deals = deals + 3'],
		['sums', 'delete from stage_totals'],
		['texts', 'delete from deal_index where rowid > 0; delete from contact_index where rowid > 0'],
		['texts', "update contacts set name = 'By hand'; update deals set name = name || ' by hand'"],
		['texts', "delete from contacts where email = 'ada@example.com'"],
	])('%s are wrong, which are made anew by --repair', async (check, damage) => {
		raw.exec(damage);
		expect((await found(check)).findings).not.toEqual([]);
		expect((await found(check, true)).findings).toEqual([]);
		expect((await found(check)).findings).toEqual([]);
	});
});

test('the command says what it found and what to do, by its exit code as well', async () => {
	raw.exec('delete from events where sequence = 4');
	raw.exec('update stage_totals set deals = deals + 3');
	const doctor = (...args: string[]) =>
		commandHere(['doctor', ...args], { env: { DATA_DIR: fluid.dataDir } });
	const { code, stdout, stderr } = await doctor();
	expect([code, stderr]).toEqual([
		3,
		expect.stringMatching(/^\d+ things are not as they should be\.\n$/),
	]);
	expect(stdout).toContain('!! It does not hold that events are numbered without a gap: 1 found.');
	expect(stdout).toContain('What to do: Send what is missing');

	const repaired = await doctor('--repair', '--json');
	expect(repaired.code).toBe(3);
	const { ok, checks: results } = JSON.parse(repaired.stdout);
	expect(ok).toBe(false);
	const byName = Object.fromEntries(results.map((one: CheckResult) => [one.name, one]));
	expect(byName.sums).toMatchObject({ findings: [], repaired: expect.stringContaining('anew') });
	expect(byName.sequences.findings).toHaveLength(1);
}, 60_000);
