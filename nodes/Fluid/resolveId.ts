import { NodeOperationError } from 'n8n-workflow';
import { findByAnyName } from '../../contract/formerNames';
import type { Pipeline, Stage } from '../../contract/types';
import { hintAtOldName } from './hints';
import type { LocatorChoice } from './locators';
import { listAll } from './pages';
import type { FluidConnection, FluidContext } from './request';

type Named = { id: string; name: string; former_names?: string[] };

/** Returns the id of the pipeline that was picked, looking up a name. */
export async function resolvePipelineId(
	context: FluidContext,
	fluid: FluidConnection,
	choice: LocatorChoice,
): Promise<string | undefined> {
	return resolveId(context, choice, 'pipeline', () => listAll<Pipeline>(fluid, '/api-pipelines'));
}

/** Returns the id of the stage that was picked, looking up a name in the pipeline, or in all of them. */
export async function resolveStageId(
	context: FluidContext,
	fluid: FluidConnection,
	choice: LocatorChoice,
	pipeline: string | undefined,
): Promise<string | undefined> {
	const filters = pipeline === undefined ? {} : { pipeline_id: pipeline };
	return resolveId(context, choice, 'stage', () => listAll<Stage>(fluid, '/api-stages', filters));
}

/**
 * Returns the id of what was picked, by the name that it has or had before.
 *
 * @param kind what it is, in the user's words
 * @param load answers all there are
 * @throws NodeOperationError with the names there are for a name that none has, or that several have
 */
export async function resolveId(
	context: FluidContext,
	choice: LocatorChoice,
	kind: string,
	load: () => Promise<Named[]>,
): Promise<string | undefined> {
	if (choice === undefined) return undefined;
	if ('id' in choice) return choice.id;
	const all = await load();
	const { found, isFormer } = findByAnyName(choice.name, all);
	const [first] = found;
	if (first && found.length === 1) {
		if (isFormer) hintAtOldName(context, { kind, old: choice.name, name: first.name });
		return first.id;
	}
	const was = isFormer ? 'was' : 'is';
	const fault = found.length > 1 ? `More than one ${kind} ${was}` : `No ${kind} is`;
	const advice = found.length > 1 ? 'Choose it from the list or by ID.' : thereAre(all);
	throw new NodeOperationError(context.getNode(), `${fault} called "${choice.name}". ${advice}`);
}

function thereAre(all: Named[]): string {
	const names = all.map(({ name }) => `"${name}"`);
	return names.length > 0 ? `Choose one of: ${names.join(', ')}.` : 'There is none yet.';
}
