import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';
import { DATABASE_FILE } from '../../src/database/embedded';

const service = ServiceProcess.forFile();
let file: string;

beforeAll(async () => {
	await service.client.deal({ name: 'Acme website' });
	await service.kill('SIGTERM');
	file = join(service.folder, DATABASE_FILE);
	change("insert into migrations values ('9001_of_a_newer_version', '2026-11-02T09:00:00.000Z')");
}, 120_000);

/** Changes the database as another program. */
function change(statement: string): void {
	const connection = new DatabaseSync(file);
	connection.exec(statement);
	connection.close();
}

/** Everything in it, as one text. */
function content(): string {
	const connection = new DatabaseSync(file, { readOnly: true });
	const tables = connection.prepare("select name, sql from sqlite_schema where type = 'table'");
	const rows = ({ name }: { name: string }) => connection.prepare(`select * from ${name}`).all();
	const text = JSON.stringify(tables.all().map((table) => [table, rows(table as never)]));
	connection.close();
	return text;
}

describe('a database that a newer version has changed', () => {
	const sentence = () =>
		`The database ${file} was changed by a newer version of Fluid (9001_of_a_newer_version), and this version could damage it. Nothing was changed. Install the newer version again, or restore the backup from before it.`;

	test('keeps the service from starting, with a sentence, and stays as it is', async () => {
		const before = content();
		await expect(service.start()).rejects.toThrow(`The service ended: ${sentence()}\n`);
		expect(content()).toBe(before);
	});

	test.each([
		['keys', 'list'],
		['secret-key', 'change'],
	])('keeps fluid %s %s from beginning, with the same sentence', async (...args) => {
		const before = content();
		const run = await fluidCommand(args, { env: { DATA_DIR: service.folder } });
		expect(run).toEqual({ code: 1, stdout: '', stderr: `${sentence()}\n` });
		expect(content()).toBe(before);
	});

	test('is taken again by the version that made it', async () => {
		change("delete from migrations where name = '9001_of_a_newer_version'");
		await service.start();
		expect((await service.client.get('/api-deals')).body.data).toMatchObject([
			{ name: 'Acme website' },
		]);
	});
});
