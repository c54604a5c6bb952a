import { beforeEach } from 'vitest';
import type { Blueprint } from '../../contract/types';
import type { ApplyOutcome } from '../../server/src/blueprints/application';
import { writeContext } from '../../server/src/context';
import { applyBlueprint } from '../../server/src/blueprints/apply';
import { blueprintOf } from '../../server/src/blueprints/export';
import type { Transaction } from '../../server/src/database/database';
import type { WorkspaceWrite } from '../../server/src/pipelineEditing/changes';
import { listForms } from '../../server/src/forms/store';
import { createKey } from '../../server/src/keys/store';
import { loadPipelines } from '../../server/src/pipelines/store';
import { createWorkspace } from '../../server/src/workspaces/store';
import type { FluidFixture } from './fluid';
import { FluidClient } from './fluidClient';

/** The pipeline Sales of a blueprint. */
export type BlueprintSales = Blueprint['pipelines'][number];

const agency = (): Blueprint => ({
	pipelines: [
		{
			name: 'Sales',
			stages: ['New lead', 'Contacted', 'Proposal sent'],
			custom_fields: [
				{ name: 'Industry', type: 'select', options: ['SaaS', 'Retail'], required: false },
				{ name: 'Deal size', type: 'number' },
			],
		},
	],
});

/** Returns the agency's blueprint with one thing changed. */
export function agencyWith(
	change: (sales: BlueprintSales, blueprint: Blueprint) => void,
): Blueprint {
	const blueprint = agency();
	change(blueprint.pipelines[0] as BlueprintSales, blueprint);
	return blueprint;
}

/** A workspace of a client, a new one for each test, with Sales as the agency's blueprint has it. */
export class ClientWorkspace {
	id = '';
	private count = 0;

	private constructor(private readonly fluid: FluidFixture) {}

	static forFile(fluid: FluidFixture): ClientWorkspace {
		const workspace = new ClientWorkspace(fluid);
		beforeEach(async () => {
			await workspace.beginEmpty();
			await workspace.apply(agency());
		});
		return workspace;
	}

	/** Goes on with another workspace, which has no pipelines. */
	async beginEmpty(): Promise<void> {
		this.count += 1;
		const { id } = await this.fluid.service.database.writeService((transaction) =>
			createWorkspace(transaction, `Client ${this.count}`, 'USD', new Date()),
		);
		this.id = id;
	}

	apply(
		blueprint: Blueprint,
		options: { isDeleting?: boolean; isRenaming?: boolean } = {},
	): Promise<ApplyOutcome> {
		return this.fluid.service.database.write(this.id, (transaction) =>
			applyBlueprint(this.context(transaction), blueprint, { isDeleting: false, ...options }),
		);
	}

	applyAndDelete(blueprint: Blueprint): Promise<ApplyOutcome> {
		return this.apply(blueprint, { isDeleting: true });
	}

	applyAndRename(blueprint: Blueprint): Promise<ApplyOutcome> {
		return this.apply(blueprint, { isRenaming: true });
	}

	/** Changes pipelines, stages and fields as a person does under Settings. */
	edit<T>(work: (write: WorkspaceWrite) => Promise<T>): Promise<T> {
		return this.fluid.service.database.write(this.id, (transaction) =>
			work({ transaction, workspaceId: this.id }),
		);
	}

	async exported(): Promise<Blueprint> {
		const { database } = this.fluid.service;
		return blueprintOf(await loadPipelines(database, this.id), await listForms(database, this.id));
	}

	/** Returns a client with an API key of the workspace. */
	async client(): Promise<FluidClient> {
		const { key } = await this.fluid.service.database.writeService((transaction) =>
			createKey(transaction, this.id, 'Test', new Date()),
		);
		return new FluidClient(this.fluid.url, key);
	}

	private context(transaction: Transaction) {
		const parts = { now: () => new Date(), wake: () => {}, publicUrl: () => this.fluid.url };
		return writeContext(parts, transaction, this.id);
	}
}
