// Finding the open deal of a person, in a workspace of many deals: by match_on email, which happens in the write
// transaction while everybody waits, and by ?email=. Compared with the same in a workspace of few deals, and with
// finding it by its external id.
import { median, print, shown } from './support/figures.mts';
import { ingestFlatOut, type Load, newDeal, post } from './support/load.mts';
import { startServiceProcess } from './support/processes.mts';

const FEW = 1_000;
const MANY = Number(process.argv[2] ?? 120_000);
const ROUNDS = 3;
const SECONDS = 5;
const READS = 100;

const service = await startServiceProcess();
let deals = 0;
const { withFew, withMany } = await compare().finally(() => service.stop());

console.log(`The open deal of a person, among ${MANY.toLocaleString('en')} deals`);
console.log(
	`  match_on email: ${shown(withMany.rate)}/s over 50 connections, p99 ${shown(withMany.p99)} ms`,
);
console.log(`  the same among ${FEW.toLocaleString('en')} deals: ${shown(withFew.rate)}/s`);
print('rate against external_id', withMany.againstExternalId, '', ['>=', 0.8]);
print('rate against few deals', withMany.rate / withFew.rate, '', ['>=', 0.7]);
print('?email=, median', withMany.read, ' ms', ['<', 20]);

async function compare() {
	await fill(FEW);
	await ingestFlatOut(service, SECONDS, reply);
	const withFew = await measure();
	await fill(MANY);
	return { withFew, withMany: await measure() };
}

/** Each deal has a contact of its own, named by a number. */
async function fill(wanted: number): Promise<void> {
	while (deals < wanted) {
		const some = Array.from({ length: 1_000 }, (_, index) => ({
			...newDeal(),
			external_id: `reply-${deals + index + 1}`,
		}));
		await post(service, '/api-ingest', { deals: some });
		deals += some.length;
	}
}

/** Somebody who is there already writes again, as in the cold-email flow. */
function reply(): object {
	return {
		name: 'Reply',
		value: Math.ceil(Math.random() * 1e6),
		match_on: 'email',
		contact: { email: anyEmail() },
	};
}

function replyByExternalId(): object {
	const { name, value } = reply() as { name: string; value: number };
	return { name, value, external_id: `reply-${any()}` };
}

function any(): number {
	return Math.ceil(Math.random() * deals);
}

function anyEmail(): string {
	return `lead-${any()}@example.com`;
}

async function measure() {
	const loads: Load[] = [];
	const byExternalId: Load[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		loads.push(await ingestFlatOut(service, SECONDS, reply));
		byExternalId.push(await ingestFlatOut(service, SECONDS, replyByExternalId));
	}
	const failed = [...loads, ...byExternalId].reduce((sum, load) => sum + load.failed, 0);
	if (failed > 0) throw new Error(`${failed} requests were refused or failed.`);
	const reads: number[] = [];
	for (let turn = 0; turn < READS; turn += 1) reads.push(await read());
	return {
		rate: median(loads.map(({ rate }) => rate)),
		againstExternalId: median(
			loads.map(({ rate }, round) => rate / (byExternalId[round] as Load).rate),
		),
		p99: median(loads.map(({ p99 }) => p99)),
		read: median(reads),
	};
}

async function read(): Promise<number> {
	const headers = { authorization: `Bearer ${service.key}` };
	const began = performance.now();
	const answer = await fetch(`${service.url}/api-deals?email=${anyEmail()}`, { headers });
	const { data } = (await answer.json()) as { data: unknown[] };
	if (data.length !== 1) throw new Error(`Found ${data.length} deals instead of one.`);
	return performance.now() - began;
}
