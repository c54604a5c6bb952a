import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Note } from '../../contract/types';
import smartlead from '../../templates/samples/smartlead-lead-category-updated.json';
import { replyFrom, replyText, startColdEmail } from '../support/coldEmail';
import { dealsIn } from '../support/fluidInN8n';
import { type PublishedTemplate } from '../support/publishedTemplate';
import type { ServiceProcess } from '../support/serviceProcess';

let fluid: ServiceProcess;
let coldEmail: PublishedTemplate;

beforeAll(async () => {
	({ fluid, coldEmail } = await startColdEmail());
});
afterAll(() => fluid?.stop());

const dealsOf = (email: string) => dealsIn(fluid, email);

const noteOf = async (email: string) => (await dealsOf(email))[0]?.notes[0]?.text;
const wholeNoteOf = async (email: string): Promise<Note> => {
	const [deal] = await dealsOf(email);
	return (await fluid.client.get(`/api-deals/${deal?.id}/notes`)).body.data[0];
};

describe('a positive reply', () => {
	test('that is very long is cut, and says where the rest is', async () => {
		const email = 'long@analytical.example';
		const rest = `…\n\nThe rest is in Smartlead: ${smartlead.app_url}`;
		const { status } = await coldEmail.receive('Smartlead', {
			...replyFrom(email),
			...replyText(`<p>${'I have a question. '.repeat(315)}ok${'\u{1f600}'.repeat(1000)}</p>`),
		});
		expect(status).toBe('success');
		const { text } = await wholeNoteOf(email);
		// One less, for half an emoji is none.
		expect(text).toHaveLength(5_999 + rest.length);
		expect(text).not.toContain('\ufffd');
		expect(text.endsWith(rest)).toBe(true);
	});

	test('in HTML is read as its author wrote it', async () => {
		const email = 'html@analytical.example';
		const html =
			'<html><head><style>p { color: red }</style></head><body><p>Let&#39;s talk &amp; agree:</p>\n<ul><li>3 &lt; 4</li><li>caf&eacute;&nbsp;at 9</li></ul></body></html>';
		await coldEmail.receive('Smartlead', { ...replyFrom(email), ...replyText(html) });
		expect(await noteOf(email)).toBe("Interested\n\nLet's talk & agree:\n3 < 4\ncafé at 9");
	});

	test('with a NUL in it becomes a deal whose note has it not', async () => {
		const email = 'nul@works.example';
		await coldEmail.receive('Smartlead', {
			...replyFrom(email),
			...replyText('<div>Yes\0 please</div>'),
		});
		expect(await noteOf(email)).toBe('Interested\n\nYes please');
	});

	test('leaves out the thread that it quotes', async () => {
		const email = 'quote@analytical.example';
		const html =
			'<div dir="ltr">Sure!<div><br></div><div>Thursday &rarr; 9&thinsp;am</div></div><div class="gmail_quote"><div class="gmail_attr">On Tue, Nov 24, 2026 Grace wrote:<br></div><blockquote>Hello Ada</blockquote></div>';
		await coldEmail.receive('Smartlead', { ...replyFrom(email), ...replyText(html) });
		expect(await noteOf(email)).toBe('Interested\n\nSure!\n\nThursday → 9\u2009am');
	});
});
