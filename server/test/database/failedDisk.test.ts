import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const folder = mkdtempSync(join(tmpdir(), 'fluid-failed-disk-'));
const preload = join(folder, 'preload.cjs');
const broken = join(folder, 'broken');

// Plays a disk that fails while it is waited for, as long as there is a file of that name.
writeFileSync(
	preload,
	`const fs = require('node:fs');
	const { fdatasync } = fs;
	fs.fdatasync = (descriptor, answer) =>
		fs.existsSync(${JSON.stringify(broken)})
			? setImmediate(answer, new Error('EIO: i/o error, fdatasync'))
			: fdatasync(descriptor, answer);`,
);

const service = ServiceProcess.forFile({ NODE_OPTIONS: `--require "${preload}"` });

const send = () =>
	service.client.ingest({ name: 'Acme website' }, { 'idempotency-key': 'order-1' });

test('a service whose disk fails says so and ends; started again, the same Idempotency-Key has the change saved once', async () => {
	await service.client.deal({ name: 'Before' });
	writeFileSync(broken, '');

	const { status, body, headers } = await send();
	expect([status, body.code, headers['retry-after']]).toEqual([503, 'unavailable', undefined]);
	expect(body.detail).toMatch(/it may be saved or not.*Idempotency-Key/);
	expect(await service.ended()).toBe(1);
	expect(service.output).toContain('The disk of the database failed (EIO: i/o error, fdatasync).');
	expect(service.output).toContain('Fluid ends, and finds out when it is started again.');

	rmSync(folder, { recursive: true });
	await service.start({ NODE_OPTIONS: '' });
	expect((await send()).status).toBe(201);
	const { data } = (await service.client.get('/api-deals')).body;
	expect(data.map(({ name }: { name: string }) => name)).toEqual(['Acme website', 'Before']);
});
