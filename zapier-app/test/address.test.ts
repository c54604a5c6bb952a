import { describe, expect, test } from 'vitest';
import { serverAddress } from '../src/address';

describe('the Fluid address of a connection', () => {
	test.each([
		['https://crm.example.com', 'https://crm.example.com'],
		[' https://CRM.example.com/ ', 'https://crm.example.com'],
		['crm.example.com', 'https://crm.example.com'],
		['https://crm.example.com:8443', 'https://crm.example.com:8443'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
		['http://[::1]:3000', 'http://[::1]:3000'],
	])('takes %s as %s', (typed, address) => {
		expect(serverAddress(typed)).toBe(address);
	});

	test.each([
		['', 'Enter the address of your Fluid server'],
		['my crm', 'This is not a web address.'],
		['ftp://crm.example.com', 'This is not a web address.'],
		['http://crm.example.com', 'must start with https://'],
		['http://127.0.0.1.example.com', 'must start with https://'],
		['https://ada:secret@crm.example.com', 'Remove the user name and password'],
		['https://crm.example.com/settings', 'Remove everything after'],
		['https://crm.example.com/?a=b', 'Remove everything after'],
		['https://crm.example.com/#deals', 'Remove everything after'],
	])('refuses "%s" and says why', (typed, reason) => {
		expect(() => serverAddress(typed)).toThrow(reason);
	});

	test('never repeats a password it refuses', () => {
		expect(() => serverAddress('https://ada:secret@crm.example.com')).toThrow(
			/^((?!secret).)*https:\/\/crm\.example\.com\.$/,
		);
	});
});
