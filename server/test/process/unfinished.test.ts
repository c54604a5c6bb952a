import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverMain } from '../../../scripts/built.mjs';
import { inRepository } from '../../../scripts/repository.mjs';
import { fluidCommand, runScript } from '../../../test/support/fluidCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const service = ServiceProcess.forFile({ DATABASE_URL: '' });
const NODE_OPTIONS = `--require ${inRepository('test', 'support', 'neverAnswered.cjs')}`;

test('a command that waits for what never comes says that it is not done, and ends with 1', async () => {
	const leads = join(service.folder, 'leads.csv');
	writeFileSync(leads, 'name\nAcme website\n');
	const env = { FLUID_URL: service.url, FLUID_API_KEY: service.client.key, NODE_OPTIONS };
	expect(await fluidCommand(['import', leads], { env })).toMatchObject({
		code: 1,
		stdout: '',
		stderr: expect.stringContaining('The command ended before it was done: '),
	});
	expect((await service.client.get('/api-deals')).body.data).toEqual([]);
});

test('a start that waits for what never comes says so, and ends with 1', async () => {
	const env = { DATA_DIR: join(service.folder, 'another'), PORT: '0', NODE_OPTIONS };
	expect(await runScript(serverMain, [], { env })).toMatchObject({
		code: 1,
		stdout: '',
		stderr: expect.stringContaining('Fluid cannot start: what it waited for never came.'),
	});
});
