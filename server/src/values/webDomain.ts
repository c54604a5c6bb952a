import { domainKey } from './domain';

/** Returns the domain in what somebody wrote for one: `https://www.Acme.example/about` is acme.example. */
export function webDomain(text: string): string {
	const host = text
		.trim()
		.toLowerCase()
		.replace(/^[a-z][a-z\d+.-]*:\/\//, '')
		.replace(/[/?#].*$/, '');
	return host
		.replace(/^www\./, '')
		.replace(/:\d+$/, '')
		.replace(/\.$/, '');
}

/** Returns what a company is found by, whatever was written for its domain. */
export function webDomainKey(text: string): string {
	return webDomain(domainKey(webDomain(text)));
}
