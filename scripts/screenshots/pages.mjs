const api = '/settings/automations/api';
const webhooks = '/settings/automations/webhooks';

/**
 * The pictures to take: a name, where the page is (it may depend on what the demo has made), and what to do there
 * before the picture. `signedOut`: as somebody sees it who is not signed in. `changes`: what is done there changes other
 * pages, which therefore are taken before it.
 */
export const pages = [
	{ name: 'sign-in', path: '/sign-in', signedOut: true },
	{ name: 'connect', path: '/settings/automations/connect?tool=n8n' },
	{ name: 'templates', path: '/settings/automations/templates' },
	{ name: 'reference', path: '/docs', signedOut: true },
	{ name: 'api-keys', path: api },
	{
		name: 'api-key-new',
		path: api,
		changes: true,
		steps: async (page) => {
			await page.getByLabel('Name').fill('Lead import');
			await page.getByRole('button', { name: 'Create key' }).click();
			await withSample(page, /fluid_\w{38}/g, 'fluid_4fJ8kQ2mZ7rT1xV5bN9cL3wY6pS0hDgA2uKeR8');
		},
	},
	{ name: 'webhooks', path: webhooks },
	{
		name: 'webhook-new',
		path: `${webhooks}/new`,
		steps: async (page) => {
			await page
				.getByLabel('URL', { exact: true })
				.fill('https://n8n.example.com/webhook/won-deals');
			await page.getByLabel('Deal won', { exact: true }).check();
			await page.getByLabel('Deal stage changed', { exact: true }).check();
		},
	},
	{
		name: 'webhook-filters',
		path: `${webhooks}/new`,
		steps: async (page) => {
			await page.getByText('None: every chosen event is sent').click();
			await page.getByRole('combobox', { name: 'Pipeline' }).selectOption('Sales');
			await page.getByRole('checkbox', { name: 'Value' }).check();
			await page.locator('.filters').evaluate((filters) => filters.scrollIntoView());
		},
	},
	{
		name: 'webhook-secret',
		path: ({ n8n }) => `${webhooks}/${n8n}/rotate-secret`,
		changes: true,
		steps: async (page) => {
			await page.getByRole('button', { name: 'Rotate secret' }).click();
			await withSample(page, /whsec_\S+/g, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwq3hX7bTn0cE=');
		},
	},
	{ name: 'webhook', path: ({ n8n }) => `${webhooks}/${n8n}` },
	{ name: 'webhook-paused', path: ({ slack }) => `${webhooks}/${slack}` },
	{
		name: 'webhook-log',
		path: ({ billing }) => `${webhooks}/${billing}`,
		steps: async (page) => {
			await page.locator('#log summary').first().click();
			await page.locator('#log').evaluate((log) => log.scrollIntoView());
		},
	},
	{
		name: 'webhook-test',
		path: ({ n8n, test }) => `${webhooks}/${n8n}/deliveries/${test}`,
		steps: (page) =>
			withSample(page, /evt_\w+/g, 'evt_01k9m6t0xcpd5gs1mck3169t4x', '.facts .faint'),
	},
	{ name: 'webhook-delete', path: ({ n8n }) => `${webhooks}/${n8n}/delete` },
	{
		name: 'erase-person',
		path: '/settings/erasure',
		steps: async (page) => {
			await page.getByLabel('Email address').fill('ada@example.com');
			await page.getByRole('button', { name: 'Look up' }).click();
			await page.getByText('What is stored of').waitFor();
		},
	},
	{ name: 'runs', path: '/settings/runs' },
	{
		name: 'run-undo',
		path: '/settings/runs',
		steps: async (page) => {
			await page.getByRole('link', { name: 'import-20261124-141803-k3f9' }).click();
			await page.getByText('Undo this run?').waitFor();
		},
	},
	{ name: 'workspaces', path: '/settings/workspaces' },
	{ name: 'board', path: '/deals' },
	{
		name: 'deal',
		path: '/deals',
		steps: async (page) => {
			await page.getByRole('link', { name: 'Riverside Clinic · new website', exact: true }).click();
			await page.waitForURL('**/deals/deal_*');
		},
	},
	{ name: 'pipelines', path: '/settings/pipelines' },
	{ name: 'custom-fields', path: '/settings/custom-fields' },
	{ name: 'lead-forms', path: '/settings/lead-forms' },
	{ name: 'lead-form', path: ({ form }) => `/settings/lead-forms/${form}/edit` },
	{ name: 'lead-form-embed', path: ({ form }) => `/settings/lead-forms/${form}` },
	{ name: 'lead-form-hosted', path: ({ form }) => `/f/${form}`, signedOut: true },
];

/** Puts a sample in the place of what is another one each time. */
async function withSample(page, pattern, sample, where = '.copy code') {
	await page.locator(where).first().waitFor();
	for (const code of await page.locator(where).all()) {
		const text = await code.textContent();
		await code.evaluate(
			(element, shown) => (element.textContent = shown),
			text.replace(pattern, sample),
		);
	}
}
