import type { FastifyInstance } from 'fastify';
import type { Blueprint, BlueprintOutcome } from '../../../contract/types';
import { applyBlueprint } from '../blueprints/apply';
import { blueprintOf } from '../blueprints/export';
import type { AppContext } from '../context';
import type { Transaction } from '../database/database';
import { listForms } from '../forms/store';
import { readParameters } from '../http/parameters';
import { loadPipelines } from '../pipelines/store';
import { valid } from '../problems/validation';
import { checkBlueprint, orInvalid } from './refusedBlueprint';
import { workspaceInUse } from './workspaces';

/** Reading the blueprint of a workspace, and bringing one to a blueprint. */
export function blueprintRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	api.get('/api-blueprint', async ({ query }): Promise<Blueprint> => {
		const { workspace_id } = readParameters(query, ['workspace_id']);
		const { id } = await workspaceInUse(database, workspace_id);
		return blueprintOf(await loadPipelines(database, id), await listForms(database, id));
	});

	api.put('/api-blueprint', async ({ query, body }): Promise<BlueprintOutcome> => {
		const { workspace_id, dry_run, rename } = readParameters(
			query,
			['workspace_id'],
			['dry_run', 'rename'],
		);
		const blueprint = valid<Blueprint>('blueprint', body);
		checkBlueprint(blueprint, '');
		const { id } = await workspaceInUse(database, workspace_id);
		const work = (transaction: Transaction) =>
			fluid.writeWithin(transaction, id, (context) =>
				applyBlueprint(context, blueprint, { isDeleting: false, isRenaming: rename }),
			);
		const { otherNames, ...outcome } = await orInvalid('', () =>
			dry_run ? database.dryRun(id, work) : database.write(id, work),
		);
		return { ...outcome, other_names: otherNames };
	});
}
