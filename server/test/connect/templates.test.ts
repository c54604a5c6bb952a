import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const folder = join(__dirname, '../../../templates');
const files = readdirSync(folder).filter(
	(file) => file.endsWith('.json') && file !== 'catalog.json',
);

const service = ServiceProcess.forFile();

describe('the templates', () => {
	test.each(files)(
		'%s is downloaded under its name, as it stands in the repository',
		async (file) => {
			const response = await fetch(`${service.url}/templates/${file}`);
			expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${file}"`);
			expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
			expect(await response.text()).toBe(readFileSync(join(folder, file), 'utf8'));
		},
	);

	test.each([
		'README.md',
		'catalog.json',
		'samples/tally-form-response.json',
		'constructor',
		'..%2fserver%2fpackage.json',
		'%2e%2e/package.json',
		'cold-email.blueprint',
	])('nothing else is: %s', async (name) => {
		expect((await fetch(`${service.url}/templates/${name}`)).status).toBe(404);
	});
});
