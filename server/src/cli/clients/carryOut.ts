import type { RollOutPlan } from './planClient';
import type { PlanOptions } from './planOptions';
import { putBlueprint } from './steps/blueprint';
import { putCredential } from './steps/credential';
import { publishWorkflows } from './steps/publish';
import { proveWorkflows } from './steps/prove';
import { putWorkflow, type WrittenWorkflow } from './steps/workflow';
import type { ClientWork } from './work';
import { isStartedByFluid } from './flow';

/**
 * Carries out what was planned for a client: workspace, blueprint, key and credential, then the workflows that tools send
 * to, their proofs, and at last those that Fluid starts. Each part is remembered when it is done, so that the same again
 * goes on behind it.
 *
 * @throws Failure with a sentence for what cannot be done
 */
export async function carryOut(
	work: ClientWork,
	plan: RollOutPlan,
	options: PlanOptions,
): Promise<void> {
	const { client, fluid, n8n, say } = work;
	if (plan.installsPack) {
		await n8n.installPack('n8n-nodes-fluid', work.manifest.packVersion);
		say('installed the pack n8n-nodes-fluid');
	}
	if (plan.createsWorkspace) {
		const { name, currency } = client;
		work.workspace = await fluid.createWorkspace({ name, ...(currency && { currency }) });
		say(`created the workspace "${name}"`);
	} else if (plan.renamesWorkspace && work.workspace) {
		work.workspace = await fluid.renameWorkspace(work.workspace.id, client.name);
		say(`renamed the workspace to "${client.name}"`);
	}
	if (plan.appliesBlueprint) await putBlueprint(work);
	if (plan.createsKey) await putCredential(work);
	const written: WrittenWorkflow[] = [];
	for (const workflow of plan.workflows) {
		const made = await putWorkflow(work, workflow, options);
		if (made) written.push(made);
	}
	const running = written.filter(({ isOff }) => !isOff);
	const byTools = running.filter(({ live }) => !isStartedByFluid(live));
	const byFluid = running.filter(({ live }) => isStartedByFluid(live));
	await publishWorkflows(work, byTools);
	await proveWorkflows(work, byTools);
	await publishWorkflows(work, byFluid);
	await proveWorkflows(work, byFluid);
}
