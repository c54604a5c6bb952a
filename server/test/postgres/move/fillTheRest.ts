import axios from 'axios';
import type { FluidFixture } from '../../../../test/support/fluid';

const AT = '2026-11-24T09:00:00.000Z';
const LATER = '2099-11-24T09:00:00.000Z';

/** What a running service would be done with at once. */
export const SOON_DONE = `
	insert into removed_webhooks (workspace_id, id) select id, 'whk_removed' from workspaces;
	insert into former_companies (workspace_id, company_id, version, name, domain)
		select workspace_id, id, 7, 'Acme of before', null from companies limit 1;`;

/** Adds what `fillEverywhere` leaves out, so that every table has a row: what only time or a fault brings is written by SQL. */
export async function fillTheRest(fluid: FluidFixture): Promise<void> {
	const { workspaceId: workspace } = fluid;
	await fluid.addCustomField({ key: 'budget', name: 'Budget', type: 'number' });
	const consumer = { delivery: 'pull', events: ['deal.created'], consumer: 'n8n:trigger' };
	const { id: webhook } = (await fluid.post('/api-webhooks', consumer)).body;
	await fluid.ingest(
		{
			name: 'Sent once',
			custom_fields: { budget: 12000.5 },
			note: 'Ünïcode 🚀 — “quoted”\n\\back',
		},
		{ 'idempotency-key': 'once' },
	);
	await fluid.ingest({ name: 'Of a run' }, { 'fluid-run': 'n8n-4711' });
	const [form] = (await fluid.get('/api-forms')).body.data;
	await axios.get(`${fluid.url}/f/${form.id}`);
	const [deal] = (await fluid.get('/api-deals?limit=1')).body.data;
	await fluid.service.database.writeService(async (transaction) => {
		for (const text of [
			`insert into attempts (workspace_id, delivery_id, number, started_at, duration_ms, status_code, answer)
				select workspace_id, id, 1, '${AT}', 12, 503, 'Out of order' from deliveries order by id limit 1`,
			`update deliveries set status = 'failed', attempts = 1, next_attempt_at = null
				where id in (select delivery_id from attempts)`,
			`insert into alert_destinations (workspace_id, url, format, updated_at)
				values ('${workspace}', 'https://hooks.example.com/team', 'slack', '${AT}')`,
			`insert into webhook_alerts (workspace_id, webhook_id, condition, sent_at, tries, next_try_at)
				values ('${workspace}', '${webhook}', 'paused', '${AT}', 1, null)`,
			`insert into wrong_passwords (network, count, at) values ('203.0.113.7', 2, 1764000000000)`,
			`insert into sessions (hash, workspace_id, created_at, expires_at)
				values ('hash of a session', '${workspace}', '${AT}', '${LATER}')`,
			`insert into sign_in_links (hash, expires_at) values ('hash of a link', '${LATER}')`,
			`insert into spam (workspace_id, id, form_id, posted, submitted_at)
				values ('${workspace}', 'sub_spam', '${form.id}', '{"name":"Buy now"}', '${AT}')`,
			`insert into submissions (workspace_id, id, form_id, deal_id, fields, once_key, body_hash, submitted_at)
				values ('${workspace}', 'sub_1', '${form.id}', '${deal.id}', '{}', 'once', 'hash', '${AT}')`,
			`insert into agency_keys (id, name, hash, last_four, created_at)
				values ('akey_1', 'Roll-outs', 'hash of an agency key', 'wXyZ', '${AT}')`,
			`insert into proofs (workspace_id, id, email, email_key, created_at, expires_at)
				values ('${workspace}', 'proof_1', 'proof@example.com', 'proof@example.com', '${AT}', '${LATER}')`,
			`insert into proof_records (workspace_id, record_id, proof_id)
				values ('${workspace}', '${deal.id}', 'proof_1')`,
			`insert into deal_history (workspace_id, deal_id, sequence, type, timestamp, changed_fields, made_by, run_id, undo)
				values ('${workspace}', '${deal.id}', 1, 'deal.created', '${AT}', '[]', 'person', null, 0)`,
			`insert into rollouts (workspace_id, id, client, n8n, template, state, version, updated_at)
				values ('${workspace}', 'roll_1', 'client-a', 'https://n8n.example.com', 'cold-email', '{}', 1, '${AT}')`,
		])
			await transaction.run({ strings: [text], values: [] });
	});
}
