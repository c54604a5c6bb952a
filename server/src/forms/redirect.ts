import { isWebAddress } from '../../../contract/reading';
import type { LeadForm } from './form';

type Redirects = Pick<LeadForm, 'redirect_url' | 'redirect_hosts'>;

/**
 * Returns where a visitor goes after sending, or null for the form's own thank-you page. A page may ask for another
 * place, but only on a host that the owner named: everything else would let strangers send people anywhere in the
 * name of this server.
 */
export function destination(form: Redirects, asked: string): string | null {
	const isNamed = isSafeAddress(asked) && hostsOf(form).includes(new URL(asked).host);
	return isNamed ? new URL(asked).href : form.redirect_url;
}

/** Returns whether a visitor can be sent to a place that is not of this server. */
export function leadsElsewhere(form: Redirects): boolean {
	return hostsOf(form).length > 0;
}

/** Returns whether an address is one to send people to: https, or this machine while trying things out. */
export function isSafeAddress(text: string): boolean {
	if (!isWebAddress(text)) return false;
	const { protocol, host } = new URL(text);
	return protocol === 'https:' || (protocol === 'http:' && isLocal(host));
}

function hostsOf({ redirect_url, redirect_hosts }: Redirects): string[] {
	return redirect_url ? [new URL(redirect_url).host, ...redirect_hosts] : redirect_hosts;
}

function isLocal(host: string): boolean {
	return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}
