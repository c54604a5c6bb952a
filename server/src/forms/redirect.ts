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

/** Returns the origins a visitor can be sent to, for the form-action of a page's policy. */
export function destinationOrigins(form: Redirects): string[] {
	const own = form.redirect_url ? [new URL(form.redirect_url).origin] : [];
	const others = form.redirect_hosts.map((host) =>
		isLocal(host) ? `http://${host} https://${host}` : `https://${host}`,
	);
	return [...own, ...others];
}

/** Returns whether an address is one to send people to: https, or this machine while trying things out. */
export function isSafeAddress(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, host, username, password } = new URL(text);
	if (username !== '' || password !== '') return false;
	return protocol === 'https:' || (protocol === 'http:' && isLocal(host));
}

function hostsOf({ redirect_url, redirect_hosts }: Redirects): string[] {
	return redirect_url ? [new URL(redirect_url).host, ...redirect_hosts] : redirect_hosts;
}

function isLocal(host: string): boolean {
	return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}
