import { describe, expect, test } from 'vitest';
import { html, type Part } from '../../src/html/html';

const written = (part: Part) => html`${part}`.toString();

describe('what is put into markup', () => {
	test.each([
		['&', '&amp;'],
		['<', '&lt;'],
		['>', '&gt;'],
		['"', '&quot;'],
		["'", '&#39;'],
	])('has %s escaped, each time it comes', (character, entity) => {
		expect(written(`a${character}b${character}`)).toBe(`a${entity}b${entity}`);
	});

	test('cannot become an element', () => {
		const name = '<script>alert(1)</script>';
		expect(html`<p>${name}</p>`.toString()).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
	});

	test('cannot leave its attribute', () => {
		const name = '" autofocus onfocus="alert(1)';
		expect(html`<input value="${name}" />`.toString()).toBe(
			'<input value="&quot; autofocus onfocus=&quot;alert(1)" />',
		);
	});

	test('is shown as it was written, also where it looks escaped already', () => {
		expect(written('&lt;b&gt;')).toBe('&amp;lt;b&amp;gt;');
	});

	test('stays as it is where it was made by html, at any depth and once', () => {
		const name = html`<b>${'Ada & Grace'}</b>`;
		expect(html`<p>${name}</p>`.toString()).toBe('<p><b>Ada &amp; Grace</b></p>');
	});

	test('is written one behind the other where it is a list, each by itself', () => {
		const list = ['<i>', html`<b></b>`, ['"', null, html`<br />`], 7];
		expect(written(list)).toBe('&lt;i&gt;<b></b>&quot;<br />7');
	});

	test('is nothing where it is false, null or undefined, and 0 where it is 0', () => {
		expect(html`${false}${null}${undefined}${[]}|${0}|${''}`.toString()).toBe('|0|');
	});

	test('is escaped also where it is an object that says what it is', () => {
		const tricky = { toString: () => '<script>' } as unknown as Part;
		expect(written(tricky)).toBe('&lt;script&gt;');
	});
});

test('a text is no markup, whatever it holds', () => {
	expect(written(String(html`<b></b>`))).toBe('&lt;b&gt;&lt;/b&gt;');
});
