import { describe, expect, test } from 'vitest';
import { linksText, readLinks } from '../../contract/reading';

const smartlead = { url: 'https://app.smartlead.ai/inbox/1', label: 'Smartlead' };
const linkedin = { url: 'https://www.linkedin.com/messaging/1', label: null };

describe('links are read as people write them', () => {
	test.each<[unknown, unknown]>([
		['https://app.smartlead.ai/inbox/1 Smartlead', [smartlead]],
		['Smartlead: app.smartlead.ai/inbox/1', [smartlead]],
		[
			'https://app.smartlead.ai/inbox/1 Smartlead\nhttps://www.linkedin.com/messaging/1',
			[smartlead, linkedin],
		],
		[
			'www.linkedin.com/messaging/1; https://app.smartlead.ai/inbox/1 Smartlead',
			[linkedin, smartlead],
		],
		[
			'https://a.example, https://b.example',
			[link('https://a.example'), link('https://b.example')],
		],
		[
			['https://a.example', ' ', 'https://b.example B, second'],
			[link('https://a.example'), link('https://b.example', 'B, second')],
		],
		[
			[{ url: 'a.example', label: ' A ' }, { url: 'b.example' }],
			[link('https://a.example', 'A'), link('https://b.example')],
		],
		['[{"url":"https://a.example","label":"A"}]', [link('https://a.example', 'A')]],
		['https://a.example/x;y=1 A', [link('https://a.example/x;y=1', 'A')]],
		['https://app.smartlead.ai/inbox/1 smartlead.ai', [link(smartlead.url, 'smartlead.ai')]],
		[
			'https://a.example Re: node.js, 24.12.2026',
			[link('https://a.example', 'Re: node.js, 24.12.2026')],
		],
		['https://a.example Foo; bar', [link('https://a.example', 'Foo; bar')]],
	])('%j', (written, links) => {
		expect(readLinks(written)).toEqual({ value: links });
	});

	test('and written so that they are read the same', () => {
		const links = [smartlead, linkedin, link('https://a.example', 'A, or B; Ada (node.js)')];
		expect(linksText(links)).toContain('\nhttps://a.example A, or B; Ada (node.js)');
		expect(readLinks(linksText(links))).toEqual({ value: links });
	});

	test.each([
		'see https://b.example',
		'Smartlead; b.example',
		'b.example; c.example',
		'- Smartlead -',
		'Smart  lead',
	])('also where one is called "%s"', (label) => {
		const links = [smartlead, link('https://a.example', label)];
		expect(readLinks(linksText(links))).toEqual({ value: links });
	});
});

test.each([
	['ask Ada'],
	['javascript:alert(1) click'],
	['https://a.example A https://b.example'],
	[{ label: 'A' }],
	[42],
])('%j is refused with how to write it', (written) => {
	expect(readLinks(written)).toEqual({ fault: expect.stringMatching(/Write it like/) });
});

function link(url: string, label: string | null = null) {
	return { url, label };
}
