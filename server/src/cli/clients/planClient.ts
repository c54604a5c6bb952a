import { credentialIdOf } from './credentialId';
import type { Observation } from './observe';
import { otherProject } from './otherProject';
import type { PlanOptions } from './planOptions';
import { planWorkflow, type WorkflowPlan } from './planWorkflow';

/** What is to be done for a client, and a sentence for each part of it. */
export type RollOutPlan = {
	installsPack: boolean;
	createsWorkspace: boolean;
	renamesWorkspace: boolean;
	appliesBlueprint: boolean;
	createsKey: boolean;
	workflows: WorkflowPlan[];
	/** What will be done. */
	steps: string[];
	/** What stays as the client has it. */
	kept: string[];
	/** Why something cannot be done. */
	refusals: string[];
};

/** Returns what is to be done for a client. Nothing is read or written for it. */
export function planClient(observed: Observation, options: PlanOptions): RollOutPlan {
	const { client, workspace, lacks } = observed;
	const installsPack = !observed.hasPack;
	const createsWorkspace = workspace === undefined;
	const renamesWorkspace = workspace !== undefined && workspace.name !== client.name;
	const createsKey = !observed.hasKey || !observed.hasCredential;
	const planned = observed.workflows.map((found) =>
		planWorkflow(
			{ client, credential: credentialOf(observed), hasNewKey: createsKey },
			found,
			options,
		),
	);
	return {
		...{ installsPack, createsWorkspace, renamesWorkspace, createsKey },
		appliesBlueprint: createsWorkspace || lacks.length > 0,
		workflows: planned.map(({ workflow }) => workflow),
		steps: [
			...(installsPack ? [`Install the pack n8n-nodes-fluid in ${client.n8n.url}.`] : []),
			...(createsWorkspace ? [`Create the workspace "${client.name}".`] : []),
			...(renamesWorkspace
				? [`Rename the workspace "${workspace.name}" to "${client.name}".`]
				: []),
			...lacks.map((change) => `Bring the workspace to the blueprint: ${change}`),
			...(createsKey ? ['Create an API key and put it into a credential in n8n.'] : []),
			...planned.flatMap(({ steps }) => steps),
		],
		kept: [
			...observed.workflows.flatMap((found) => otherProject(client, found)),
			...planned.flatMap(({ kept }) => kept),
		],
		refusals: planned.flatMap(({ refusals }) => refusals),
	};
}

/** Of a workspace that is made only now, the id is filled in when it is there. */
function credentialOf({ client, workspace }: Observation): { id: string; name: string } {
	return { id: workspace ? credentialIdOf(workspace.id) : '', name: `Fluid - ${client.name}` };
}
