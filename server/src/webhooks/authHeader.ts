import type { Sealed, Secrets } from '../secrets/secrets';

/** Returns the Authorization header of a webhook as it is stored; none stays none. */
export function sealedAuthHeader<None extends null | undefined>(
	{ seal }: Secrets,
	webhookId: string,
	header: string | None,
): Sealed | None {
	return typeof header === 'string'
		? seal('webhook Authorization header', webhookId, header)
		: header;
}

/** Returns the Authorization header of a webhook as it is sent; none stays none. */
export function openedAuthHeader(
	{ open }: Secrets,
	webhookId: string,
	sealed: Sealed | null,
): string | null {
	return sealed === null ? null : open('webhook Authorization header', webhookId, sealed);
}
