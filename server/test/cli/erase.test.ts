import { beforeAll, expect, test } from 'vitest';
import { commandHere } from '../../../test/support/commandHere';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const service = ServiceProcess.forFile();
const erase = (...args: string[]) =>
	commandHere(['erase', ...args, '--workspace', 'My workspace'], {
		env: service.databaseEnv,
	});

beforeAll(async () => {
	await service.client.deal({
		name: 'Website for Ada',
		contact: { email: 'ada@example.com' },
		labels: ['cold email'],
	});
}, 60_000);

test('a person is erased from the terminal while the service runs, when that is confirmed', async () => {
	const asked = await erase('ada@example.com', '--keep', 'labels');
	expect(asked).toMatchObject({ code: 0, stderr: '' });
	expect(asked.stdout).toMatch(/^Deals +1\n/m);
	expect(asked.stdout).toContain('Nothing was removed yet from "My workspace".');
	expect((await service.client.get('/api-contacts')).body.data).toHaveLength(1);

	const done = await erase('ada@example.com', '--keep', 'labels', '--yes');
	expect(done).toMatchObject({ code: 0, stderr: '' });
	expect(done.stdout).toContain('Backups');
	expect((await service.client.get('/api-contacts')).body.data).toEqual([]);
	expect((await service.client.get('/api-deals')).body.data).toMatchObject([
		{ name: '[erased]', contact: null, labels: ['cold email'] },
	]);
});

test('who or what is not known is said so', async () => {
	expect(await erase('Ada')).toMatchObject({
		code: 2,
		stderr: '"Ada" is neither an email address nor the id of a contact, which begins with con_.\n',
	});
	expect((await erase('nobody@example.com')).stderr).toContain('Nothing is stored of anybody');
	expect((await erase('ada@example.com', '--keep', 'nam')).stderr).toContain(
		'Did you mean "name"?',
	);
});
