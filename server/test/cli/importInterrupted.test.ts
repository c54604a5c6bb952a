import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test as base } from 'vitest';
import { serverCommand } from '../../../scripts/built.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { childEnv } from '../../../test/support/childEnv';
import { Imports } from '../../../test/support/importCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';

// All of them share the machine with one another.
const TIMEOUT = { timeout: 300_000 };

/** Each test has a service of its own, so that the tests can wait side by side. */
const test = base
	.extend('env', {} as Record<string, string>)
	.extend('service', async ({ env }, { onCleanup }) => {
		const service = await ServiceProcess.start({ FLUID_RATE_LIMIT: '0', ...env });
		onCleanup(() => service.stop());
		return service;
	})
	.extend('imports', async ({ service }, { onCleanup }) => {
		const imports = new Imports(service.url, service.client.key, 'its own');
		onCleanup(() => imports.remove());
		return imports;
	});

/** Deals have no external id, so that nothing but the idempotency key keeps them from being doubled. */
function leads(count: number, note = ''): string {
	const rows = Array.from({ length: count }, (_, index) => `Lead ${index},${note}\n`);
	return `name,note\n${rows.join('')}`;
}

async function countDeals({ client }: ServiceProcess): Promise<number> {
	let deals = 0;
	let cursor: string | null = '';
	while (cursor !== null) {
		const { body } = await client.get(`/api-deals?limit=200&cursor=${cursor}`);
		deals += body.data.length;
		cursor = body.next_cursor;
	}
	return deals;
}

async function untilSomeArrived({ client }: ServiceProcess): Promise<void> {
	// More than one batch: deals can be read before the answer for them has arrived. Each has fired one event.
	const arrived = async () => (await client.get('/api-events?limit=1')).body.data[0]?.sequence ?? 0;
	while ((await arrived()) <= 150) await sleep(5);
}

test.concurrent(
	'a service that is killed and started again meanwhile gets every row once',
	TIMEOUT,
	async ({ service, imports }) => {
		const running = imports.leads(leads(2000), '--batch', '50');
		await untilSomeArrived(service);
		await service.kill('SIGKILL');
		await service.start();

		const { code, stdout, stderr } = await running;

		expect({ code, stderr: stderr.includes('Trying again in') }).toEqual({ code: 0, stderr: true });
		expect(stdout).toContain('2,000 created, 0 updated, 0 unchanged, 0 rejected.');
		expect(await countDeals(service)).toBe(2000);
	},
);

test.concurrent(
	'an import that was killed is run again and doubles nothing',
	TIMEOUT,
	async ({ service, imports }) => {
		imports.write('leads.csv', leads(2000));
		const env = {
			FLUID_URL: service.url,
			FLUID_API_KEY: service.client.key,
			...childEnv,
		};
		const args = ['leads.csv', '--batch', '50'];
		const child = spawn(node24(), [serverCommand, 'import', ...args], { env, cwd: imports.folder });
		await untilSomeArrived(service);
		child.kill('SIGKILL');
		await once(child, 'exit');

		const { code, stdout } = await imports.run(args);

		expect(code).toBe(0);
		expect(stdout).toMatch(
			/^Imported leads\.csv: 2,000 created, 0 updated, 0 unchanged, 0 rejected\. [\d,]+ of these rows had arrived with an earlier import within a day and were not imported again: they belong to that one\. To have them imported again, take that one back first: fluid undo, or Settings > Undo a run\.\n$/,
		);
		expect(await countDeals(service)).toBe(2000);
	},
);

test.concurrent(
	'Ctrl+C says how far the import came and what to do',
	TIMEOUT,
	async ({ service, imports }) => {
		imports.write('leads.csv', leads(5000));
		const env = {
			FLUID_URL: service.url,
			FLUID_API_KEY: service.client.key,
			...childEnv,
		};
		const args = ['import', 'leads.csv', '--batch', '50'];
		const child = spawn(node24(), [serverCommand, ...args], { env, cwd: imports.folder });
		const said = text(child.stderr);
		await untilSomeArrived(service);
		child.kill('SIGINT');
		const [code] = (await once(child, 'exit')) as [number];

		expect(code).toBe(130);
		expect(await said).toMatch(
			/\nInterrupted\. [\d,]+ of 5,000 rows are done\. Run the same command again within a day: no row is imported twice\. To take back what was imported: fluid undo import-[\w-]+\n$/,
		);
	},
);

test.concurrent(
	'a service that stays away ends the import with what was done',
	TIMEOUT,
	async ({ service, imports }) => {
		const running = imports.leads(leads(5000), '--batch', '50');
		await untilSomeArrived(service);
		await service.kill('SIGKILL');

		const { code, stderr } = await running;

		expect(code).toBe(1);
		expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
			/^Fluid at http:\/\/127\.0\.0\.1:\d+ does not answer: nothing listens there\. Start it with npm start, or correct its address in --url or FLUID_URL\. [\d,]+ of 5,000 rows are done\. Run the same command again within a day: no row is imported twice\. To take back what was imported: fluid undo import-[\w-]+$/,
		);
	},
);

test.concurrent(
	'stdin that breaks off can be repaired and imported again without doubling a row',
	TIMEOUT,
	async ({ service, imports }) => {
		const broken = `${leads(120)}Last,"never closed\n`;

		const first = await imports.run(['-', '--batch', '50'], {}, broken);
		expect(first.code).toBe(1);
		expect(first.stderr.trimEnd().split('\n').at(-1)).toMatch(
			/^Line 122 of stdin is not valid CSV: a value begins with a quote and never ends with one\. Add the closing quote\. 100 rows are done\. Run the same command again within a day: no row is imported twice\. To take back what was imported: fluid undo import-[\w-]+$/,
		);

		const second = await imports.run(['-', '--batch', '50'], {}, broken.replace('"never', 'never'));
		expect(second.code).toBe(0);
		expect(await countDeals(service)).toBe(121);
	},
);

const limitedTest = test.extend('env', { FLUID_RATE_LIMIT: '60' });

limitedTest.concurrent(
	'a service that limits requests is waited for as it asks',
	TIMEOUT,
	async ({ imports }) => {
		const { code, stdout, stderr } = await imports.leads(leads(80), '--batch', '1');

		expect(code).toBe(0);
		expect(stderr).toContain('Waiting 1 s, as the service asks.\n');
		expect(stdout).toContain('80 created, 0 updated, 0 unchanged, 0 rejected.');
	},
);

test.concurrent(
	'a file larger than the memory it is given is imported',
	TIMEOUT,
	async ({ imports }) => {
		const memory = 26;
		const content = leads(2800, 'x'.repeat(10_000));
		expect(content.length).toBeGreaterThan(memory * 2 ** 20);
		imports.write('leads.csv', content);

		const { code, stdout, stderr } = await imports.run(['leads.csv', '--batch', '100'], {
			NODE_OPTIONS: `--max-old-space-size=${memory}`,
		});

		expect(code, stderr).toBe(0);
		expect(stdout).toContain('2,800 created, 0 updated, 0 unchanged, 0 rejected.');
	},
);
