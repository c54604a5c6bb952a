import type { Locator, Page } from 'playwright-core';

/**
 * Returns how many of these a page has once it is whole: a click waits for the first bytes of the
 * page that it leads to, and whoever counts earlier counts half a page.
 */
export async function countOf(found: Locator): Promise<number> {
	await found.page().waitForLoadState();
	return found.count();
}

/** Returns the texts of all of these once the page is whole. */
export async function textsOf(found: Locator): Promise<string[]> {
	await found.page().waitForLoadState();
	return found.allInnerTexts();
}

/** Resolves once the element has the focus: a page that gives it by itself does so when it is drawn. */
export async function waitForFocus(element: Locator): Promise<void> {
	await element.and(element.page().locator(':focus')).waitFor();
}

/** Returns what a page says once after a form. */
export function messageOf(page: Page): Promise<string> {
	return page.locator('.message').innerText();
}

/** Presses Tab until the focus is on what is called so, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string, most = 120): Promise<void> {
	await page.waitForLoadState();
	for (let presses = 0; presses < most; presses += 1) {
		await page.keyboard.press('Tab');
		if ((await focusedName(page)).endsWith(name)) return;
	}
	throw new Error(`${most} presses of Tab do not reach "${name}".`);
}

/** Returns how the element that has the focus is called. */
export async function focusedName(page: Page): Promise<string> {
	const name = 'document.activeElement.ariaLabel ?? document.activeElement.textContent';
	return String(await page.evaluate(name))
		.replace(/\s+/g, ' ')
		.trim();
}
