import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const first = ServiceProcess.forFile();
let second: ServiceProcess;

beforeAll(async () => {
	second = await first.beside();
});
afterAll(async () => {
	await second.kill('SIGTERM');
});

test('two processes on one database make one person, one company and one deal of what arrives at both at once', async () => {
	const clients = [first.client, second.client, first.client, second.client];
	for (let person = 0; person < 50; person += 1) {
		const email = `ada${person}@example.com`;
		const spellings = [email, `Ada${person}@exam\u00adple.com`, email.toUpperCase(), email];
		const answers = await Promise.all(
			clients.map((client, index) =>
				client.ingest({
					name: 'Reply',
					match_on: 'email',
					contact: { email: spellings[index] },
					company: { name: `Acme ${person}` },
				}),
			),
		);

		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
		const ids = (part: 'contact' | 'company') => answers.map(({ body }) => body.deal[part].id);
		expect(new Set(answers.map(({ body }) => body.deal.id)).size).toBe(1);
		expect(new Set(ids('contact')).size).toBe(1);
		expect(new Set(ids('company')).size).toBe(1);
	}
	expect((await second.client.get('/api-contacts?limit=200')).body.data).toHaveLength(50);
	expect((await first.client.get('/api-deals?limit=200')).body.data).toHaveLength(50);
});
