import { fetchBlueprints } from '../observe';
import { type ClientWork, workspaceOf } from '../work';

/** Brings the client's workspace to the blueprint of the agency, or to those that the templates expect. */
export async function putBlueprint(work: ClientWork): Promise<void> {
	const { id } = workspaceOf(work);
	for (const blueprint of await fetchBlueprints(work.manifest, work.templates)) {
		const { changes, warnings } = await work.fluid.applyBlueprint(id, blueprint, {
			isDryRun: false,
			isRenaming: work.isRenaming,
		});
		for (const sentence of [...changes, ...warnings]) work.say(sentence);
	}
}
