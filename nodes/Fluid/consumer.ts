import { createHash } from 'crypto';
import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

/**
 * Returns the name under which Fluid remembers what the node has received: the same after every edit and restart, and
 * another for a copy of this n8n at another address, so that it does not take over what this one receives.
 *
 * @param origin of the address
 */
export function consumerName(context: IHookFunctions | IPollFunctions, origin: string): string {
	const whose = JSON.stringify([
		context.getInstanceId(),
		context.getWorkflow().id,
		context.getNode().id,
		origin,
	]);
	return `n8n:${createHash('sha256').update(whose).digest('hex')}`;
}

/** Returns scheme, host and port of a URL. */
export function originOf(url: string | undefined): string {
	return /^[a-z]+:\/\/[^/]+/i.exec(url ?? '')?.[0].toLowerCase() ?? '';
}
