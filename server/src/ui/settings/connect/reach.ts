import { isIP } from 'node:net';
import { isThisMachine } from '../../../values/thisMachine';
import { isPublicAddress } from '../../../webhooks/address';

/** From where an address of ours can be reached, and whether that is safe. */
export type Reach = 'this machine' | 'this network' | 'unencrypted' | 'everywhere';

/** Returns from where the address is reached, as far as the address itself shows: names are not looked up. */
export function reachOf(publicUrl: string): Reach {
	const { protocol, hostname } = new URL(publicUrl);
	const host = hostname.replace(/^\[|\]$/g, '');
	if (isThisMachine(host)) return 'this machine';
	if (isOfNetwork(host)) return 'this network';
	return protocol === 'https:' ? 'everywhere' : 'unencrypted';
}

function isOfNetwork(host: string): boolean {
	if (isIP(host)) return !isPublicAddress(host);
	return !host.includes('.') || /\.(local|lan|internal|home\.arpa)$/.test(host);
}
