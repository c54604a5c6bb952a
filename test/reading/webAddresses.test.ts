import { describe, expect, test } from 'vitest';
import { completed, isWebAddress, readWebAddress } from '../../contract/reading';

test.each([
	'https://example.com',
	'HTTP://Example.com/a?b=c#d',
	'https://example.com?at=a@b',
	'http://127.0.0.1:3000',
	'http://[::1]:3000/x',
	'https://my_host.example.com.',
	'https://müller.example',
	'https://例え.テスト/道',
	`https://${'a'.repeat(63)}.example`,
])('%s is a web address', (text) => {
	expect(isWebAddress(text)).toBe(true);
});

describe('what browsers and other programs read differently is refused', () => {
	test.each([
		['a backslash', 'https://example.com\\@evil.example'],
		['backslashes for slashes', 'https:\\\\example.com'],
		['a slash too many', 'https:///example.com'],
		['a slash too few', 'https:/example.com'],
		['a user name', 'https://example.com@evil.example'],
		['an empty user name', 'https://@evil.example'],
		['a label over 63 letters', `https://${'a'.repeat(64)}.example`],
		['a label that is longer in the form of name servers', `https://${'ü'.repeat(60)}.example`],
		['a name over 253 letters', `https://${'abc.'.repeat(64)}example`],
		['an empty label', 'https://example..com'],
		['a blank', 'https://example.com/a b'],
		['a tab', 'https://exa\tmple.com'],
		['a zero byte', 'https://example.com/\0'],
		['a soft hyphen', 'https://exam\u00adple.com'],
		['a letter written as a percentage', 'https://ex%61mple.com'],
		['full-width letters', 'https://ｅxample.com'],
		['another full stop', 'https://example。com'],
		['port 0', 'http://example.com:0'],
		['a port that is none', 'http://example.com:65536'],
		['no host', 'https://'],
		['another scheme', 'ftp://example.com'],
	])('%s', (_, text) => {
		expect(isWebAddress(text)).toBe(false);
	});
});

test('what people write is completed', () => {
	expect(readWebAddress(' linkedin.com/in/ada ')).toEqual({ value: 'https://linkedin.com/in/ada' });
	expect(readWebAddress('ｅxample.com/a')).toEqual({ value: 'https://example.com/a' });
	expect(readWebAddress('10.0.0.1')).toEqual({ value: 'https://10.0.0.1' });
});

test('what is no address stays as it was typed, for the sentence that says what is wrong with it', () => {
	expect(completed('hooks.example.com/fluid')).toBe('https://hooks.example.com/fluid');
	expect(completed('javascript:alert(1)')).toBe('javascript:alert(1)');
	expect(completed('')).toBe('');
});
