import type { Page } from 'playwright-core';

/** Returns what a page says once after a form. */
export function messageOf(page: Page): Promise<string> {
	return page.locator('.message').innerText();
}

/** Returns by how many pixels a page is wider than its window: nobody wants to scroll sideways to read. */
export async function overflowOf(page: Page): Promise<number> {
	const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
	return Number(await page.evaluate(overflow));
}

/** Presses Tab until the focus is on what is called so, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string, most = 120): Promise<void> {
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
