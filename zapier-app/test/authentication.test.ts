import { describe, expect, test } from 'vitest';
import App from '../src/index';
import { fluidForFile, startFluid } from '../../test/support/fluid';
import { deleteKey } from '../../server/src/keys/store';
import { Receiver } from '../../test/support/receiver';
import { failure, zapOf } from './support/zap';

const connect = App.authentication?.test;

const fluid = fluidForFile();

describe('connecting Fluid', () => {
	test('names the workspace and the key, and labels the connection with both', async () => {
		const connected = await zapOf(fluid)(connect);

		expect(connected).toMatchObject({ workspace_name: 'My workspace', key_name: 'First key' });
		const label = String(App.authentication?.connectionLabel);
		const names = [...label.matchAll(/{{(\w+)}}/g)].map(([, name]) => name);
		expect(names).toEqual(['workspace_name', 'key_name']);
	});

	test('with an address pasted with its slash works too', async () => {
		const connected = await zapOf({ url: `${fluid.url}/`, key: fluid.key })(connect);

		expect(connected.workspace_name).toBe('My workspace');
	});

	test('with a key that lost a character asks to copy it again', async () => {
		const typo = { url: fluid.url, key: fluid.key.slice(0, -1) };

		const { name, message } = await failure(zapOf(typo)(connect));

		expect(name).toBe('ExpiredAuthError');
		expect(message).toBe(
			'This is not a complete Fluid API key: a character is missing or wrong. Copy it again, from fluid_ to its last character.',
		);
	});

	test.each([
		['a space that nobody sees', '\u200b'],
		['a line break in it', '\n'],
	])('with a key that has %s asks to copy it again, and does not show it', async (_, hidden) => {
		const half = fluid.key.slice(0, 20);
		const pasted = { url: fluid.url, key: `${half}${hidden}${fluid.key.slice(20)}` };

		const { message } = await failure(zapOf(pasted)(connect));

		expect(message).toContain('has a space or a hidden character in it. Copy the key again');
		expect(message).not.toContain(half);
	});

	test('with a key pasted with a space behind it works too', async () => {
		const connected = await zapOf({ url: fluid.url, key: `${fluid.key} ` })(connect);

		expect(connected.key_name).toBe('First key');
	});

	test('to a server that answers in JSON of its own says that it is not Fluid', async () => {
		const receiver = await Receiver.start();
		receiver.answer(200, '{}', { 'content-type': 'application/json' });

		const { message } = await failure(zapOf({ url: receiver.url, key: fluid.key })(connect));
		await receiver.stop();

		expect(message).toContain('responds, but not like Fluid');
	});

	test('with a key of another server says that it does not exist here', async () => {
		const other = await startFluid();
		const elsewhere = { url: fluid.url, key: other.key };

		const { name, message } = await failure(zapOf(elsewhere)(connect));
		await other.stop();

		expect(name).toBe('ExpiredAuthError');
		expect(message).toContain('This API key does not exist here.');
	});

	test('to an address where nothing listens says that it cannot be reached', async () => {
		const receiver = await Receiver.start();
		await receiver.stop();

		const { name, message } = await failure(zapOf({ url: receiver.url, key: fluid.key })(connect));

		expect(name).toBe('AppError');
		expect(message).toContain(`Fluid cannot be reached at ${receiver.url}.`);
	});

	test('to an address of something else says that it is not Fluid', async () => {
		const receiver = await Receiver.start();
		receiver.answer(200, '<html>Welcome</html>', { 'content-type': 'text/html' });

		const { message } = await failure(zapOf({ url: receiver.url, key: fluid.key })(connect));
		await receiver.stop();

		expect(message).toContain('responds, but not like Fluid');
	});

	test('to an address that forwards elsewhere does not take the key there', async () => {
		const elsewhere = await Receiver.start();
		const receiver = await Receiver.start();
		receiver.answer(301, '', { location: `${elsewhere.url}/api-me` });

		const { message } = await failure(zapOf({ url: receiver.url, key: fluid.key })(connect));
		await Promise.all([receiver.stop(), elsewhere.stop()]);

		expect(message).toContain(`redirects to ${elsewhere.url}/api-me`);
		expect(elsewhere.received).toEqual([]);
	});

	test('refuses a bad address before anything is sent', async () => {
		const { message } = await failure(
			zapOf({ url: 'http://crm.example.com', key: fluid.key })(connect),
		);

		expect(message).toContain('must start with https://');
	});
});

describe('a key deleted in Fluid', () => {
	test('makes the next step ask for a new connection, by the name of the key', async () => {
		const zap = await fluid.withNewKey('Zapier');
		await fluid.service.database.writeService((transaction) =>
			deleteKey(transaction, fluid.workspaceId, zap.keyId, new Date()),
		);

		const step = zapOf(zap)(App.creates.create_deal.operation.perform, { name: 'Acme website' });
		const { name, message } = await failure(step);

		expect(name).toBe('ExpiredAuthError');
		expect(message).toMatch(/^The API key "Zapier" was deleted on \d{4}-\d\d-\d\d\. Create a new/);
		expect(message).not.toContain(zap.key);
	});
});
