import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverCommand } from '../../../scripts/built.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { freePort } from '../../../scripts/freePort.mjs';
import { childEnv } from '../../../test/support/childEnv';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('fluid start runs the service until it is stopped', async () => {
	const port = String(await freePort());
	const child = spawn(node24(), [serverCommand, 'start'], {
		env: { ...childEnv, DATA_DIR: folder, PORT: port },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
	expect(line).toBe(`Fluid is ready at http://localhost:${port}`);
	expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);

	child.kill('SIGTERM');
	const [code] = (await once(child, 'exit')) as [number];
	expect(code).toBe(0);
});
