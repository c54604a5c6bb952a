import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure';
import { shellWord } from '../shellWord';
import { credentialIdOf } from './credentialId';
import { publishedFlow, type Observation } from './observe';
import { putCredential } from './steps/credential';
import type { ClientWork } from './work';
import { waits } from './waits';

const LOOK_EVERY_MS = 100;

/**
 * Takes a client back out of n8n: workflows first, then the credential that they end with, at last the key. In another order
 * n8n could not end its webhooks in Fluid, which would go on sending for ever.
 *
 * @param isDeleting whether workflows are deleted; archived they can be brought back in n8n
 */
export async function removeClient(
	work: ClientWork,
	observed: Observation,
	{ isDeleting }: { isDeleting: boolean },
): Promise<void> {
	const { fluid, n8n, say } = work;
	const { workspace, common } = observed;
	// With a key that was deleted n8n could end nothing in Fluid, so it gets one for that.
	const needsKey =
		workspace && !observed.hasKey && observed.workflows.some(({ live }) => live?.active);
	const keyId = needsKey ? (await putCredential(work)).key_id : common?.state.key_id;
	const hasSomething =
		common !== undefined ||
		observed.hasCredential ||
		observed.hasKey ||
		observed.workflows.some(({ live, rollout }) => live ?? rollout);
	if (!hasSomething) {
		say('nothing to remove');
		return;
	}
	for (const { template, live } of observed.workflows) {
		if (!live) continue;
		await n8n.unpublish(live.id);
		const ids = publishedFlow(live).nodes.flatMap(({ webhookId }) => webhookId ?? []);
		if (workspace) await waitUntilGone(work, workspace.id, ids, live.name);
		if (isDeleting) await n8n.deleteWorkflow(live.id);
		else await n8n.archiveWorkflow(live.id);
		say(`${isDeleting ? 'deleted' : 'archived'} the workflow ${template.name}`);
	}
	if (workspace && (observed.hasCredential || needsKey)) {
		await n8n.deleteCredential(credentialIdOf(workspace.id));
		say('deleted the credential');
	}
	if (keyId !== undefined && (observed.hasKey || needsKey)) {
		await fluid.deleteKey(keyId);
		say('deleted the API key');
	}
	for (const { rollout } of observed.workflows) if (rollout) await fluid.forget(rollout);
	if (common) await fluid.forget(common);
	if (workspace)
		say(
			`kept the workspace "${workspace.name}" with its deals; to delete it: fluid workspaces delete ${shellWord(workspace.name)}`,
		);
}

async function waitUntilGone(
	{ fluid }: ClientWork,
	workspaceId: string,
	ids: string[],
	name: string,
): Promise<void> {
	const deadline = Date.now() + waits.liveMs;
	for (;;) {
		const left = (await fluid.webhooks(workspaceId)).filter(({ url }) =>
			ids.some((id) => url?.includes(id)),
		);
		if (left.length === 0) return;
		if (Date.now() > deadline)
			throw new Failure(
				`n8n has ended "${name}", but its webhook is still in Fluid: ${left.map(({ id }) => id).join(', ')}. Nothing of it was deleted. Check that n8n reaches Fluid, and run the command again.`,
			);
		await sleep(LOOK_EVERY_MS);
	}
}
