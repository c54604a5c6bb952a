import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inRepository } from '../scripts/repository.mjs';

let folder: string;

/** A repository whose tools are there, with the versions that are pinned and those that are installed. */
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-installed-'));
	cpSync(inRepository('scripts'), join(folder, 'scripts'), { recursive: true });
	write('package.json', { devDependencies: { vitest: '5.0.0', prettier: '3.0.0' } });
	write('server/package.json', { dependencies: { fastify: '5.0.0' } });
	for (const [name, version] of Object.entries({ vitest: '5.0.0', prettier: '3.0.0' }))
		install(name, version);
	install('fastify', '5.0.0');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: object): void {
	mkdirSync(dirname(join(folder, file)), { recursive: true });
	writeFileSync(join(folder, file), JSON.stringify(content));
}

const install = (name: string, version: string) =>
	write(`node_modules/${name}/package.json`, { version });

/** What a command for developers does first. */
function installEverything() {
	const url = pathToFileURL(join(folder, 'scripts', 'installed.mjs')).href;
	const code = `(await import(${JSON.stringify(url)})).installEverything()`;
	// No npm is on this path, so that an install would fail.
	const env = { PATH: folder };
	return spawnSync(process.execPath, ['--input-type=module', '-e', code], {
		env,
		encoding: 'utf8',
	});
}

test('what is installed in the pinned versions is left alone', () => {
	const { status, stderr } = installEverything();
	expect([status, stderr]).toEqual([0, '']);
});

test('other versions than the pinned ones are named, and not replaced', () => {
	install('fastify', '4.9.9');
	rmSync(join(folder, 'node_modules', 'prettier'), { recursive: true });
	const { status, stderr } = installEverything();
	expect(status).toBe(1);
	expect(stderr).toBe(
		'Other versions are installed than the pinned ones (prettier missing, not 3.0.0; fastify 4.9.9, not 5.0.0). Run: npm ci\n',
	);
});
