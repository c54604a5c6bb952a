import { beforeEach, expect, test } from 'vitest';
import { FakeN8n, settingsIn } from '../../../test/support/fakeN8n';
import { fluidForFile } from '../../../test/support/fluid';
import { RollOut } from '../../../test/support/rollOut';

// What becomes of a setting of clients.json that has another type, is taken out, or was changed in n8n.

const fluid = fluidForFile();
const n8n = FakeN8n.forEachTest();
const rollOut = RollOut.forFile(fluid, n8n);

const COLD_EMAIL = 'lemlist, Reply.io, HeyReach)';
const writeSettings = (settings: object) =>
	rollOut.write({ templates: ['cold-email'], settings: { 'cold-email': settings } });
const reminder = () => settingsIn(n8n.named(COLD_EMAIL).nodes).reminder_in_days;

beforeEach(() => writeSettings({ reminder_in_days: 3 }));

test.each([
	['a number', { reminder_in_days: 'many' }, 'a number, such as 1, and clients.json gives a text.'],
	['a text', { pipeline: true }, 'a text, such as "Sales", and clients.json gives true or false.'],
])(
	'a setting that is %s is refused with another type, before anything is made',
	async (_, own, sentence) => {
		writeSettings(own);
		const { code, stdout } = await rollOut.run('apply');
		const [name] = Object.keys(own);
		expect([code, stdout]).toEqual([
			1,
			expect.stringContaining(`cold-email: the setting "${name}" must be ${sentence}`),
		]);
		expect(n8n.writes).toEqual([]);
	},
);

test('a setting that is taken out of the file goes back to what the template has', async () => {
	await rollOut.run('apply', '--no-proof');
	expect(reminder()).toBe(3);
	writeSettings({});

	expect((await rollOut.run('plan')).stdout).toContain('the setting "reminder_in_days"');
	await rollOut.run('apply', '--no-proof');

	expect(reminder()).toBe(1);
});

test('a setting that was changed in n8n stays when it is taken out of the file', async () => {
	await rollOut.run('apply', '--no-proof');
	const { nodes } = n8n.named(COLD_EMAIL);
	const step = nodes.find(({ name }) => name === 'Client settings');
	const text = JSON.stringify(step?.parameters).replace('"value":3,', '"value":9,');
	n8n.edit(COLD_EMAIL, 'Client settings', { parameters: JSON.parse(text) });

	// Written meanwhile for another reason, it is still the client's own.
	writeSettings({ positive_replies: 'Interested' });
	await rollOut.run('apply', '--no-proof');
	writeSettings({});
	await rollOut.run('apply', '--no-proof');

	expect(reminder()).toBe(9);
});
