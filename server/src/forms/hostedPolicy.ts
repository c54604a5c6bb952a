import type { FastifyReply } from 'fastify';
import type { LeadForm } from './form';
import { leadsElsewhere } from './redirect';

/**
 * Gives the hosted page of a form its headers: no script at all, a form that goes here (and on to wherever the owner
 * sends visitors), and a frame only in pages that may show the form.
 */
export function secureHosted(reply: FastifyReply, form?: LeadForm): FastifyReply {
	const ancestors = form?.allowed_origins.length ? form.allowed_origins : ['*'];
	const policy = [
		"default-src 'none'",
		"style-src 'self'",
		"img-src 'self'",
		// Browsers hold every further redirect against it, and where the owner's page leads on is not known here.
		`form-action ${form && leadsElsewhere(form) ? '*' : "'self'"}`,
		"base-uri 'none'",
		`frame-ancestors ${["'self'", ...ancestors].join(' ')}`,
	];
	return reply.headers({
		'content-security-policy': policy.join('; '),
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'same-origin',
		'cache-control': 'no-store',
	});
}
