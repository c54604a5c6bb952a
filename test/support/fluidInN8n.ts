import type { Deal } from '../../contract/types';
import { type N8n, sharedN8n } from './n8n';
import type { CredentialRef } from './n8nRest';
import { ServiceProcess } from './serviceProcess';

/** A service, the n8n of this process, and the credential by which the one reaches the other. */
export type FluidInN8n = { fluid: ServiceProcess; n8n: N8n; credential: CredentialRef };

/** Starts a service for a file whose workflows run in the n8n of this process. */
export async function startFluidInN8n(env: Record<string, string> = {}): Promise<FluidInN8n> {
	const [fluid, n8n] = await Promise.all([ServiceProcess.start(env), sharedN8n()]);
	const access = { url: fluid.url, apiKey: fluid.client.key };
	const credential = await n8n.rest.createCredential('fluidApi', access, 'Fluid');
	return { fluid, n8n, credential };
}

/** Returns the deals of a contact with this email address, or all. */
export async function dealsIn({ client }: ServiceProcess, email?: string): Promise<Deal[]> {
	const query = email ? `?email=${encodeURIComponent(email)}` : '';
	return (await client.get(`/api-deals${query}`)).body.data;
}
