import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import nodes from '../package.json';
import service from '../server/package.json';
import zapierApp from '../zapier-app/package.json';
import { inRepository } from '../scripts/repository.mjs';

const read = (name: string) => readFileSync(inRepository(name), 'utf8');

test('the changelog begins with the version that all three parts carry', () => {
	const [, newest] = /^## \[(.+?)\]/m.exec(read('CHANGELOG.md')) ?? [];
	expect([nodes.version, service.version, zapierApp.version]).toEqual([newest, newest, newest]);
});

test('vulnerabilities are reported to the address of the package', () => {
	expect(read('SECURITY.md')).toContain(`mailto:${nodes.author.email}`);
});
