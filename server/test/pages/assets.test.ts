import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

test.each([
	['style.css', 'text/css; charset=utf-8'],
	['pages.js', 'text/javascript; charset=utf-8'],
	['board.js', 'text/javascript; charset=utf-8'],
	['order.js', 'text/javascript; charset=utf-8'],
	['htmx.min.js', 'text/javascript; charset=utf-8'],
	['icon.svg', 'image/svg+xml'],
])('a page gets %s as what it is', async (name, type) => {
	const { status, headers } = await fetch(`${fluid.url}/assets/${name}`);
	expect([status, headers.get('content-type')]).toEqual([200, type]);
	expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test.each(['order.ts', '../assets.js', '%2e%2e/assets.js', 'constructor'])(
	'nothing else of the service can be read: %s',
	async (name) => {
		expect((await fetch(`${fluid.url}/assets/${name}`)).status).toBe(404);
	},
);
