import { Failure } from '../../failure';
import type { CommonState } from '../observe';
import { credentialOf, type ClientWork, workspaceOf } from '../work';

/** What the key is called in the workspace: one for each n8n. */
const keyName = (n8nUrl: string) => `n8n at ${new URL(n8nUrl).host}`;

/**
 * Makes an API key of the client's workspace and writes it straight into his credential in n8n; it stands nowhere else. One
 * from before, under the same name, ends. Returns what is remembered of it.
 *
 * @throws Failure when n8n cannot reach Fluid with it
 */
export async function putCredential(work: ClientWork): Promise<CommonState> {
	const { client, fluid, n8n, say } = work;
	const { id: workspace_id } = workspaceOf(work);
	const credential = credentialOf(work);
	const made = await fluid.createKey(workspace_id, keyName(n8n.url));
	const data = { url: client.n8n.fluidUrl, apiKey: made.key };
	await n8n.putCredential(credential.id, credential.name, data, client.n8n.projectId);
	const state = { credential_id: credential.id, key_id: made.id };
	await fluid.remember({ client: client.id, n8n: n8n.url, template: '', workspace_id, state });
	await checkCredential(work);
	say('made an API key and put it into the credential');
	return state;
}

/** @throws Failure with n8n's sentence when the client's credential does not work */
export async function checkCredential(work: ClientWork): Promise<void> {
	const { client, n8n } = work;
	const { isOk, message } = await n8n.testCredential(credentialOf(work).id);
	if (isOk) return;
	throw new Failure(
		`n8n at ${n8n.url} cannot use the credential of "${client.name}": ${message} It asks at ${client.n8n.fluidUrl}; if n8n reaches Fluid at another address, write it as n8n.fluidUrl in clients.json.`,
	);
}
