import fastify from 'fastify';
import { expect, test } from 'vitest';
import { answerPageRefusals } from '../../src/ui/kit/errorPages';
import { problem } from '../../src/problems/problems';

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
