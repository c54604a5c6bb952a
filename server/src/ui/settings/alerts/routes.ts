import type { FastifyInstance } from 'fastify';
import { completed } from '../../../../../contract/reading';
import { changeAlerts, sendTestAlert } from '../../../alerts/change';
import { findDestination, renderAlerts } from '../../../alerts/store';
import { listTroubledWebhooks } from '../../../alerts/trouble';
import type { AppContext } from '../../../context';
import { Refusal } from '../../../problems/problems';
import { faultsOf, NO_FAULTS } from '../../kit/faults';
import { redirectWithFlash } from '../../kit/flash';
import type { PageContext } from '../../kit/pageContext';
import { sendPage } from '../../kit/sendPage';
import { type AlertsForm, alertsPage } from './alertsPage';
import { ALERTS } from './paths';

type Entered = { Body: { url?: string; format?: string } };

/** Settings > Automations > Alerts: where messages about troubled webhooks go. */
export function alertPages(pages: FastifyInstance, fluid: AppContext): void {
	pages.get(ALERTS, async ({ pageContext }, reply) =>
		sendPage(reply, pageContext, await page(pageContext)),
	);

	pages.post<Entered>(ALERTS, async ({ pageContext, body }, reply) => {
		const { url = '', format = '' } = body;
		try {
			const given = { url: completed(url.trim()), ...(format !== '' && { format }) };
			await changeAlerts(fluid, pageContext.workspace.id, given);
			return redirectWithFlash(reply, ALERTS, 'Saved. Send a test to see whether it arrives.');
		} catch (reason) {
			const form = { url, format, faults: faultsOf(reason) };
			return sendPage(reply, pageContext, await page(pageContext, form), 422);
		}
	});

	pages.post(`${ALERTS}/test`, async ({ pageContext }, reply) =>
		redirectWithFlash(reply, ALERTS, await testResult(pageContext)),
	);

	pages.post(`${ALERTS}/off`, async ({ pageContext }, reply) => {
		await changeAlerts(fluid, pageContext.workspace.id, { url: null });
		return redirectWithFlash(reply, ALERTS, 'Alerts are off.');
	});

	async function page(pageContext: PageContext, entered?: AlertsForm) {
		const { database, now } = fluid;
		const { id } = pageContext.workspace;
		const alerts = renderAlerts(await findDestination(database, id));
		const stored = { url: alerts.url ?? '', format: alerts.format ?? '', faults: NO_FAULTS };
		const troubled = await listTroubledWebhooks(database, id, now());
		return alertsPage(pageContext, alerts, entered ?? stored, troubled);
	}

	async function testResult({ workspace }: PageContext): Promise<string> {
		try {
			const { last_error } = await sendTestAlert(fluid, workspace.id);
			return last_error === null ? 'The test arrived.' : 'The test did not arrive.';
		} catch (reason) {
			if (reason instanceof Refusal && reason.code === 'alerts_off') return 'Alerts are off.';
			throw reason;
		}
	}
}
