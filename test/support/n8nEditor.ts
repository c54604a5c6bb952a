import type { IWorkflowBase } from 'n8n-workflow';
import type { Locator, Page } from 'playwright-core';
import type { N8n } from './n8n';
import { owner } from './n8nRest';

const MENU_ENTRY = '[role=option], .el-select-dropdown__item';

/** The editor of a real n8n as a person uses it: its canvas, and the panel of a node. */
export class N8nEditor {
	private constructor(
		private readonly page: Page,
		private readonly n8n: N8n,
	) {}

	/** Opens the editor as the owner. */
	static async signIn(page: Page, n8n: N8n): Promise<N8nEditor> {
		page.setDefaultTimeout(60_000);
		await page.goto(`${n8n.url}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
		await page.locator('input[name=password]').fill(owner.password);
		await page.locator('[data-test-id=form-submit-button]').click();
		await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
		return new N8nEditor(page, n8n);
	}

	/** The panel of the node that is open. */
	get panel(): Locator {
		return this.page.locator('[data-test-id=ndv]');
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.n8n.url}/workflow/${id}`);
		await this.page.locator('[data-test-id=canvas-node]').first().waitFor();
	}

	/** Opens a new workflow and imports a file into it, as a user does; answers the workflow as it is saved. */
	async importFile(path: string): Promise<IWorkflowBase> {
		await this.page.goto(`${this.n8n.url}/workflow/new`);
		await this.page.locator('[data-test-id=workflow-import-input]').setInputFiles(path);
		await this.page.locator('[data-test-id=canvas-node]').first().waitFor();
		return this.save();
	}

	/** Imports a workflow from an address, as a user does by the menu of a new workflow; answers it as it is saved. */
	async importAddress(address: string): Promise<IWorkflowBase> {
		await this.page.goto(`${this.n8n.url}/workflow/new`);
		await this.page.locator('[data-test-id=workflow-menu]').click();
		await this.page.getByRole('menuitem', { name: 'Import' }).click();
		await this.page.getByRole('menuitem', { name: 'From URL' }).click();
		await this.page.locator('[data-test-id=workflow-url-import-input]').fill(address);
		await this.page.keyboard.press('Enter');
		await this.page.locator('[data-test-id=canvas-node]').first().waitFor();
		return this.save();
	}

	/** Saves the workflow that is open; answers it as it is saved. */
	async save(): Promise<IWorkflowBase> {
		const saved = this.page.waitForResponse(
			(response) =>
				/\/rest\/workflows/.test(response.url()) &&
				['POST', 'PATCH'].includes(response.request().method()),
		);
		await this.page.keyboard.press('Control+s');
		return (await (await saved).json()).data;
	}

	async openNode(name: string): Promise<void> {
		const node = `[data-test-id=canvas-node][data-node-name="${name}"]`;
		await this.page.locator(node).dblclick();
		await this.panel.waitFor();
	}

	/** Opens the list of nodes that may follow the step on the canvas. */
	async openNodeList(): Promise<void> {
		await this.page.locator('[data-test-id=canvas-handle-plus]').first().click();
	}

	/** Looks for words in the list of nodes; answers the entries found. */
	async searchNodes(words: string): Promise<Locator> {
		await this.page.locator('[data-test-id=node-creator-search-bar]').fill(words);
		return this.page.locator('[data-test-id=item-iterator-item]');
	}

	/** Adds the step that does this, out of what a node in the list of nodes can do; its panel is open then. */
	async addAction(node: Locator, action: string): Promise<void> {
		await node.click();
		await this.page.getByText(action, { exact: true }).first().click();
		await this.panel.waitFor();
	}

	/** What a menu offers, each with its description, if it has one. */
	async options(parameter: string): Promise<string[]> {
		await this.panel.locator(`[data-test-id=parameter-input-${parameter}]`).first().click();
		return this.offered(this.page.locator(MENU_ENTRY));
	}

	/** In which ways something can be picked. */
	async pickingModes(parameter: string): Promise<string[]> {
		await this.picker(parameter).locator('[data-test-id=rlc-mode-selector]').click();
		return this.offered(this.page.locator(MENU_ENTRY));
	}

	/** What a picker's list offers. */
	async choices(parameter: string): Promise<string[]> {
		await this.picker(parameter).locator('[data-test-id=rlc-input]').click();
		return this.offered(this.page.locator('[data-test-id=rlc-item]'));
	}

	/** Chooses what is left in a picker's list once these words are typed. */
	async searchAndChoose(parameter: string, words: string): Promise<void> {
		await this.picker(parameter).locator('[data-test-id=rlc-input]').click();
		const items = this.page.locator('[data-test-id=rlc-item]').filter({ visible: true });
		await items.nth(1).waitFor();
		const search = '[data-test-id=rlc-search] input, input[data-test-id=rlc-search]';
		await this.page.locator(search).filter({ visible: true }).fill(words);
		await items.nth(1).waitFor({ state: 'detached' });
		await items.click();
	}

	private async offered(entries: Locator): Promise<string[]> {
		const shown = entries.filter({ visible: true });
		await shown.first().waitFor();
		const names = (await shown.allInnerTexts()).map((text) => text.trim());
		await this.page.keyboard.press('Escape');
		return names;
	}

	async choose(parameter: string, choice: string): Promise<void> {
		await this.picker(parameter).locator('[data-test-id=rlc-input]').click();
		await this.page
			.locator('[data-test-id=rlc-item]')
			.filter({ visible: true, hasText: choice })
			.first()
			.click();
	}

	private picker(parameter: string): Locator {
		return this.page.locator(`[data-test-id=resource-locator-${parameter}]`);
	}
}
