import { expect, test } from 'vitest';
import { nextPath } from '../../src/ui/session/nextPath';

test.each([
	'/settings/workspaces',
	'/deals?q=Ada%20Lovelace&pipeline=pip_1#won',
	'/settings/lead-forms/new',
])('signing in leads back to %s', (path) => {
	expect(nextPath(path)).toBe(path);
});

test.each<[string, unknown]>([
	['another site', 'https://evil.example/'],
	['another host', '//evil.example'],
	['another host behind a backslash', '/\\evil.example'],
	['another host behind a tab, which browsers drop', '/\t/evil.example'],
	['another host behind a line break', '/\r\n/evil.example'],
	['another host behind a dot', '/.//evil.example'],
	['another host behind two steps', '/a/..//evil.example'],
	['a host that is none', '//['],
	['a path without a slash', 'evil.example'],
	['a script', 'javascript:alert(1)'],
	['two at once', ['/deals', '/settings']],
	['nothing', undefined],
])('signing in never leads to %s, but to the deals', (_case, asked) => {
	expect(nextPath(asked)).toBe('/deals');
});
