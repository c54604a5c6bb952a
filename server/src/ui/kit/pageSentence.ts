import type { FastifyRequest } from 'fastify';
import type { Outage, Refusal } from '../../problems/problems';

/** Returns what a page says of a refusal: where its sentence is for whoever runs the service, one for whoever reads the page. */
export function pageSentence({ message, more }: Refusal, request: FastifyRequest): string {
	if (more.outage === undefined) return message;
	return `${ofOutage(more.outage, request)} If it lasts, the log of the server says why.`;
}

function ofOutage(outage: Outage, { method, headers, pageContext }: FastifyRequest): string {
	if (method === 'GET' || method === 'HEAD')
		return 'Fluid cannot use its database just now. Nothing was changed: reload this page in a moment.';
	// Before it is known who is there, no page has saved anything; afterwards it may read what it has just saved.
	const isBefore = outage === 'unread' && pageContext === undefined;
	if (outage !== 'unsaved' && !isBefore)
		return 'Fluid lost its database on the way: it may be saved or not. Reload the page in a moment, and look before you try again.';
	const how = headers['hx-request']
		? 'Try again in a moment.'
		: 'Go back, where your entries still are, and send them again in a moment.';
	return `Fluid cannot use its database just now, and nothing was saved. ${how}`;
}
