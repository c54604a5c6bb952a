import type { IWorkflowBase } from 'n8n-workflow';
import type { Locator, Page } from 'playwright-core';
import type { N8n } from './n8n';

/** The template page of n8n's editor as a person uses it, who counts each click. */
export class N8nTemplates {
	clicks = 0;

	constructor(
		private readonly page: Page,
		private readonly n8n: N8n,
	) {}

	/** Opens the list, and answers the names in it once they are there. */
	async openList(): Promise<string[]> {
		await this.page.goto(`${this.n8n.url}/templates`);
		const cards = this.page.locator('[data-test-id=template-card]');
		await cards.first().waitFor();
		return (await cards.allInnerTexts()).map((text) => text.split('\n')[0] ?? '');
	}

	/** Opens the page of a template. */
	async openTemplate(id: string): Promise<void> {
		await this.page.goto(`${this.n8n.url}/templates/${encodeURIComponent(id)}`);
		await this.tryButton.waitFor();
	}

	private get tryButton(): Locator {
		return this.page.locator('[data-test-id=use-template-button]');
	}

	/** Sets the template up with a credential, and publishes what is made of it; answers the workflow. */
	async setUp(credential: string): Promise<IWorkflowBase> {
		await this.click(this.tryButton);
		await this.click(this.page.locator('[data-test-id=credential-dropdown]').first());
		const entry = this.page.getByText(credential, { exact: true }).filter({ visible: true });
		await this.click(entry.first());
		const saved = this.page.waitForResponse(
			(response) =>
				/\/rest\/workflows(\?|$)/.test(response.url()) && response.request().method() === 'POST',
		);
		await this.click(this.page.locator('[data-test-id=continue-button]'));
		const { id } = (await (await saved).json()).data as { id: string };
		await this.click(this.page.getByRole('button', { name: 'Publish' }).first());
		const published = this.page.waitForResponse((response) =>
			response.url().includes(`/workflows/${id}/activate`),
		);
		await this.click(this.page.getByRole('dialog').getByRole('button', { name: 'Publish' }));
		await published;
		return this.n8n.rest.call<IWorkflowBase>('get', `/workflows/${id}`);
	}

	private async click(what: Locator): Promise<void> {
		await what.click();
		this.clicks += 1;
	}
}
