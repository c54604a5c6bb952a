import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

test.each([
	['GET', '/api-deals/%00'],
	['DELETE', '/api-deals/%00'],
	['GET', '/api-deals/a%00b/notes'],
	['PATCH', '/api-contacts/%00'],
	['GET', '/api-companies/%00'],
	['GET', '/api-webhooks/%00/deliveries'],
	['DELETE', '/api-consumers/a%00b'],
	['GET', '/f/frm_%00'],
	['GET', '/deals/%00'],
	['GET', '/settings/lead-forms/%00'],
])('%s %s finds nothing, as no id has the character NUL', async (method, path) => {
	const { status } = await fetch(`${fluid.url}${path}`, {
		method,
		headers: { authorization: `Bearer ${fluid.key}`, 'content-type': 'application/json' },
		...(method === 'PATCH' && { body: '{}' }),
	});
	expect(status).toBe(404);
});
