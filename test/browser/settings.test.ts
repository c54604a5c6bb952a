import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { inRepository } from '../../scripts/repository.mjs';
import { accessibilityFaults, sideScroll, RealBrowser } from '../support/browser';
import { fluidForFile } from '../support/fluid';

const fluid = fluidForFile();
const browser = RealBrowser.forFile();
let page: Page;
let entries: Array<{ name: string; path: string }>;

beforeAll(async () => {
	({ page } = await browser.openSignedIn(fluid, { viewport: { width: 320, height: 640 } }));
	await page.goto('/settings');
	entries = await page
		.getByRole('navigation', { name: 'Settings' })
		.getByRole('link')
		.evaluateAll((links) =>
			links.map((link) => ({
				name: link.textContent.trim(),
				path: new URL((link as HTMLAnchorElement).href).pathname,
			})),
		);
});

describe('the settings', () => {
	test('have an entry for each folder of pages', () => {
		const folders = readdirSync(inRepository('server/src/ui/settings'), { withFileTypes: true });
		const inSettings = entries.filter(({ path }) => path.startsWith('/settings/'));

		expect(inSettings).toHaveLength(folders.filter((entry) => entry.isDirectory()).length);
		expect(new Set(inSettings.map(({ path }) => path)).size).toBe(inSettings.length);
	});

	test('each entry answers with the page that it names', async () => {
		for (const { name, path } of entries) {
			const answer = await page.goto(path);
			expect([name, answer?.status()]).toEqual([name, 200]);
			expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual([
				expect.stringContaining(name.split(' ')[0] as string),
			]);
			if (path.startsWith('/settings/')) {
				expect(await currentEntries()).toEqual([name]);
			}
		}
	});

	test('each entry has one main part, headings in order, and a label for every control', async () => {
		for (const { path } of entries) {
			await page.goto(path);
			expect([path, await page.getByRole('main').count()]).toEqual([path, 1]);
			expect([path, skippedHeadings(await headingLevels())]).toEqual([path, []]);
			expect([path, await unnamedControls()]).toEqual([path, []]);
		}
	});

	test('no entry has a serious fault of accessibility, light and dark, nor a side scroll at 320 px', async () => {
		for (const { path } of entries) {
			await page.goto(path);
			expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
			expect([path, await sideScroll(page)]).toEqual([path, 0]);
		}
	}, 180_000);
});

function currentEntries(): Promise<string[]> {
	return page
		.getByRole('navigation', { name: 'Settings' })
		.locator('[aria-current=page]')
		.allTextContents();
}

/** The level of each heading of the main part, in the order of the page. */
function headingLevels(): Promise<number[]> {
	return page
		.locator('main :is(h1, h2, h3, h4, h5, h6)')
		.evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
}

/** Returns the levels that are more than one below the heading before them. */
function skippedHeadings(levels: number[]): number[] {
	return levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
}

/** Returns the controls of the page that nothing names to somebody who does not see it. */
function unnamedControls(): Promise<string[]> {
	return page
		.locator('input:not([type=hidden]), select, textarea, button')
		.evaluateAll((controls) =>
			controls
				.filter((control) => {
					const { labels, textContent } = control as HTMLButtonElement;
					const named = ['aria-label', 'aria-labelledby'].some((name) =>
						control.hasAttribute(name),
					);
					const text = control.tagName === 'BUTTON' && textContent.trim() !== '';
					return !named && !text && (labels?.length ?? 0) === 0;
				})
				.map(({ outerHTML }) => outerHTML.slice(0, 100)),
		);
}
