import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { lazy } from '../../../timing/lazy';
import { serveFile } from '../../../html/file';
import { TEMPLATES } from './paths';

/** A file to download: a workflow for n8n, or the blueprint of a workspace that fits one. */
export type Template = { file: string; title: string; text: string };

/** Beside the folder of the service in the repository, and copied there when it is built. */
const FOLDER = join(__dirname, '../../../../../templates');

const WORKFLOWS: Record<string, string> = {
	'cold-email-reply-to-deal.json':
		'A positive reply in Smartlead or Instantly becomes a deal with contact, company, note and reminder.',
	'booking-to-meeting-booked.json':
		'A booking in Cal.com or Calendly moves the open deal to Meeting booked and sets its reminder.',
	'stripe-payment-to-deal-won.json': "A payment in Stripe marks the customer's deal as won.",
	'deal-won-to-slack.json': 'A won deal is announced in a Slack channel.',
};

/** The pipeline and the custom field that the first template expects. */
export const BLUEPRINT = 'cold-email.blueprint.json';

/** Returns the workflows, each with the title it has in n8n. */
export const workflowTemplates = lazy((): Template[] =>
	Object.entries(WORKFLOWS).map(([file, text]) => {
		const { name } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { name: string };
		return { file, title: name, text };
	}),
);

/** The files, for everybody: there is nothing in them that is anybody's. */
export function templateRoutes(app: FastifyInstance): void {
	for (const file of [...Object.keys(WORKFLOWS), BLUEPRINT]) {
		serveFile(app, `${TEMPLATES}/${file}`, join(FOLDER, file), {
			'content-disposition': `attachment; filename="${file}"`,
		});
	}
}
