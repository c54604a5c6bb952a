// Plays the receiver of webhooks and prints what is promised beside what was seen.
//
//   npm run audit                                  starts a service of its own
//   FLUID_URL=http://localhost:3000 FLUID_API_KEY=fluid_... npm run audit
//   npm run audit -- --write && npm run format     writes the table into docs/webhooks.md
//
// Its deals stay in the workspace of the key: make one for it. The receivers are on this machine, so the service must
// be as well.
import { startServiceProcess } from '../bench/support/processes.mts';
import type { Seen, WebhookPromise } from './promise.mts';
import { promises } from './promises/index.mts';
import { type Address, AuditedService } from './service.mts';
import { writeTable } from './table.mts';

/** A promise takes as long as its receiver: the one that hangs 15 seconds and a retry. */
const LONGEST_MS = 60_000;

type Row = WebhookPromise & Seen;

const { FLUID_URL: url, FLUID_API_KEY: key } = process.env;
if (!url !== !key) {
	console.error('Give both, FLUID_URL and FLUID_API_KEY, or none: then a service is started.');
	process.exit(2);
}
const rows = url && key ? await audit({ url, key }) : await auditOwn();
const broken = rows.filter(({ isKept }) => !isKept);
console.log(`${rows.length - broken.length} of ${rows.length} promises kept.`);
if (process.argv.includes('--write')) writeTable(rows);
// Receivers of broken promises may still listen.
process.exit(broken.length > 0 ? 1 : 0);

async function auditOwn(): Promise<Row[]> {
	const own = await startServiceProcess();
	try {
		return await audit(own);
	} finally {
		await own.stop();
	}
}

/** One after another: each makes deals, and every webhook receives all of them. */
async function audit(address: Address): Promise<Row[]> {
	const service = new AuditedService({ ...address, url: address.url.replace(/\/$/, '') });
	const seen: Row[] = [];
	for (const promise of promises) {
		const row = { ...promise, ...(await watched(promise, service)) };
		console.log(`${row.isKept ? 'kept  ' : 'BROKEN'}  The receiver ${row.when}: ${row.promise}.`);
		console.log(`        Seen: ${row.seen}.`);
		seen.push(row);
	}
	return seen;
}

async function watched({ watch }: WebhookPromise, service: AuditedService): Promise<Seen> {
	let deadline: NodeJS.Timeout | undefined;
	const late = new Promise<Seen>((resolve) => {
		const seen = `nothing within ${LONGEST_MS / 1000} seconds`;
		deadline = setTimeout(() => resolve({ seen, isKept: false }), LONGEST_MS);
	});
	try {
		return await Promise.race([watch(service), late]);
	} catch (reason) {
		return { seen: (reason as Error).message, isKept: false };
	} finally {
		clearTimeout(deadline);
	}
}
