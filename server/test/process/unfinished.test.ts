import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverMain } from '../../../scripts/built.mjs';
import { inRepository } from '../../../scripts/repository.mjs';
import { fluidCommand, runScript } from '../../../test/support/fluidCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const service = ServiceProcess.forFile({ DATABASE_URL: '' });
const NODE_OPTIONS = `--require ${inRepository('test', 'support', 'neverAnswered.cjs')}`;

test('a command that waits for what never comes says that it is not done, and ends with 1', async () => {
	const copy = join(service.folder, 'copy.sqlite');
	expect(
		await fluidCommand(['backup', copy], { env: { DATA_DIR: service.folder, NODE_OPTIONS } }),
	).toMatchObject({
		code: 1,
		stdout: '',
		stderr: expect.stringContaining('The command ended before it was done: '),
	});
	expect(existsSync(copy)).toBe(false);
});

test('a start that waits for what never comes says so, and ends with 1', async () => {
	const env = { DATA_DIR: join(service.folder, 'another'), PORT: '0', NODE_OPTIONS };
	expect(await runScript(serverMain, [], { env })).toMatchObject({
		code: 1,
		stdout: '',
		stderr: expect.stringContaining('Fluid cannot start: what it waited for never came.'),
	});
});
