import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import type { AppContext } from '../../src/context';
import { actPages } from '../../src/ui/deal/actRoutes';
import { answerPageRefusals } from '../../src/ui/kit/errorPages';
import { type Outage, problem } from '../../src/problems/problems';

test('a page says what went wrong; in the log are our faults, and not a full disk at every request', async () => {
	const log: string[] = [];
	const stream = { write: (line: string) => log.push(line) };
	const app = fastify({ logger: { level: 'error', stream } });
	answerPageRefusals(app);
	app.get('/full', async () => {
		throw problem('disk_full');
	});
	app.get('/fault', async () => {
		throw new Error('Nobody has thought of this.');
	});

	const full = await app.inject('/full');
	expect([full.statusCode, full.body]).toEqual([503, expect.stringContaining('Free some space')]);
	expect(log).toEqual([]);
	expect((await app.inject('/fault')).statusCode).toBe(500);
	expect(log).toEqual([expect.stringContaining('Nobody has thought of this.')]);
});

describe('a page that the database is gone for', () => {
	const SAVED_OR_NOT = 'it may be saved or not. Reload the page';
	const NOT_SAVED = 'nothing was saved. Go back, where your entries still are';

	test.each<[asked: 'GET' | 'POST', Outage, isKnownWhoAsks: boolean, sentence: string]>([
		['GET', 'unread', true, 'Nothing was changed: reload this page in a moment.'],
		['POST', 'unread', false, NOT_SAVED],
		['POST', 'unread', true, SAVED_OR_NOT],
		['POST', 'unsaved', true, NOT_SAVED],
		['POST', 'uncertain', true, SAVED_OR_NOT],
	])(
		'says of a %s that is %s (who asks is known: %s): %s',
		async (method, outage, isKnown, sentence) => {
			const app = fastify();
			answerPageRefusals(app);
			app.route({
				method,
				url: '/',
				handler: async (request) => {
					if (isKnown) request.pageContext = {} as typeof request.pageContext;
					throw problem('unavailable', 'For the operator.', { outage, retryAfterSeconds: 5 });
				},
			});

			const { statusCode, headers, body } = await app.inject({ method, url: '/' });

			expect([statusCode, headers['retry-after']]).toEqual([503, '5']);
			expect(body).toContain(sentence);
			expect(body).not.toContain('For the operator.');
		},
	);
});

test('a card that is moved while the database is gone says so, and not why', async () => {
	const app = fastify();
	const gone = () =>
		Promise.reject(problem('unavailable', 'For the operator.', { outage: 'unread' }));
	app.addHook('preHandler', async (request) => {
		request.body = {};
		request.pageContext = { workspace: { id: 'ws_1' } } as typeof request.pageContext;
	});
	actPages(app, { database: { all: gone, get: gone } } as unknown as AppContext);

	const headers = { 'hx-request': 'true' };
	const { statusCode, body } = await app.inject({
		method: 'POST',
		url: '/deals/d/status',
		headers,
	});

	expect(statusCode).toBe(503);
	expect(body).toContain('it may be saved or not. Reload the page');
	expect(body).not.toContain('For the operator.');
});
