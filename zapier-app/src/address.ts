/** Why an address cannot be that of a Fluid server, in a sentence for the user. */
export class AddressFault extends Error {}

/**
 * Returns the address of a Fluid server as it stands before every path, e.g. `https://crm.example.com`.
 *
 * @param text as the user typed or pasted it; without a scheme it is taken for https
 * @throws AddressRefused unless it is https, or http to this very machine, and nothing but an address
 */
export function serverAddress(text: string): string {
	const url = parsed(text.trim());
	const { origin, protocol, username, password, pathname, search, hash } = url;
	if (username || password)
		throw new AddressFault(`Remove the user name and password from the Fluid address: ${origin}.`);
	if (pathname !== '/' || search || hash)
		throw new AddressFault(`Remove everything after the Fluid address: ${origin}.`);
	if (protocol === 'http:' && !isLoopback(url.hostname))
		throw new AddressFault(
			`The Fluid address must start with https://, or your API key could be intercepted: https://${url.host}.`,
		);
	return origin;
}

function parsed(text: string): URL {
	if (text === '')
		throw new AddressFault('Enter the address of your Fluid server, e.g. https://crm.example.com.');
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
	if (url && ['https:', 'http:'].includes(url.protocol) && url.hostname !== '') return url;
	throw new AddressFault(
		'This is not a web address. Enter the address of your Fluid server, e.g. https://crm.example.com.',
	);
}

function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
