import type { DealInput } from '../../../contract/types';
import type { Reader } from '../database/database';
import type { Warn } from '../pipelines/oldName';
import { resolvePipeline, resolveStage, type StageRef } from '../pipelines/stageRef';
import type { LoadedPipeline } from '../pipelines/store';
import { invalidInput, problem } from '../problems/problems';
import { findDeal, findDealByExternalId, findOpenDealsByEmail, type StoredDeal } from './store';

/** The deal an input means, if there is one, and the pipeline the input names. */
export type Match = { before: StoredDeal | undefined; pipeline: LoadedPipeline | undefined };

/** What a deal is looked for with. */
export type Matching = {
	reader: Reader;
	workspaceId: string;
	/** Stands before the addresses of candidates. */
	publicUrl: string;
	/** Takes the warning that a pipeline is named as it was called before. */
	warn: Warn;
};

type MatchOn = NonNullable<DealInput['match_on']>;

/**
 * Returns the deal an input means. What it has for a new deal only does not count, but a pipeline there says that the
 * person's deal may be in any: where new deals go is not where the others are.
 *
 * @throws deal_not_found, deal_exists, ambiguous_match, or invalid_input for a place that does not exist
 */
export async function matchDeal(
	pipelines: LoadedPipeline[],
	input: DealInput,
	{ reader, workspaceId, publicUrl, warn }: Matching,
): Promise<Match> {
	if (pipelines.length === 0) {
		throw invalidInput([
			{
				pointer: '/pipeline',
				detail: 'This workspace has no pipeline. Create one under Settings > Pipelines first.',
			},
		]);
	}
	const pipeline = resolvePipeline(pipelines, input, { warn });
	const search = {
		reader,
		workspaceId,
		pipelines,
		pipeline:
			pipeline ??
			pipelineOfStage(pipelines, input) ??
			(placesNewDeals(input) ? undefined : pipelines[0]),
		input,
		publicUrl,
	};
	const before = await finders[matchOn(input)](search);
	refuseOtherId(input, before);
	checkMode(search, before);
	return { before, pipeline };
}

/** Whether an input says in which pipeline a new deal goes beside where the others are looked for. */
function placesNewDeals({ mode, on_create }: DealInput): boolean {
	if (mode === 'update' || !on_create) return false;
	const { pipeline_id, pipeline, stage_id } = on_create;
	return [pipeline_id, pipeline, stage_id].some((name) => name !== undefined);
}

/** A stage's id says in which pipeline the deal is to be found as well. */
function pipelineOfStage(
	pipelines: LoadedPipeline[],
	{ stage_id }: DealInput,
): LoadedPipeline | undefined {
	return pipelines.find(({ stages }) => stages.some(({ id }) => id === stage_id));
}

function matchOn(input: DealInput): MatchOn {
	if (input.match_on === 'none' && input.id !== undefined) {
		const detail =
			'"match_on" is none, which always creates a deal, but "id" names one. Leave out one of the two.';
		throw invalidInput([{ pointer: '/match_on', detail }]);
	}
	if (input.match_on) return input.match_on;
	if (input.id !== undefined) return 'id';
	return typeof input.external_id === 'string' ? 'external_id' : 'none';
}

type Search = {
	reader: Reader;
	workspaceId: string;
	pipelines: LoadedPipeline[];
	/** Where the deal is looked for; in all pipelines without it. */
	pipeline: LoadedPipeline | undefined;
	input: DealInput;
	publicUrl: string;
};

/** How many deals are named where one is meant. Somebody may have thousands, and many deals may ask at once. */
const MOST_CANDIDATES = 10;

const finders: Record<MatchOn, (search: Search) => Promise<StoredDeal | undefined>> = {
	id: async ({ reader, workspaceId, input }) => {
		const id = needed(input.id, '/id', 'id');
		const deal = await findDeal(reader, workspaceId, id);
		if (!deal)
			throw problem(
				'deal_not_found',
				`No deal has the id "${id}". Check the id, or leave it out to create a deal.`,
				{ params: { id } },
			);
		return deal;
	},
	external_id: async ({ reader, workspaceId, input }) =>
		findDealByExternalId(
			reader,
			workspaceId,
			needed(input.external_id, '/external_id', 'external_id'),
		),
	email: async (search) => {
		const { reader, workspaceId, pipeline, input } = search;
		const email = needed(input.contact?.email, '/contact/email', 'email');
		const found = await findOpenDealsByEmail(
			reader,
			workspaceId,
			email,
			pipeline?.id,
			MOST_CANDIDATES,
		);
		if (found.count > 1) throw ambiguous(found, email, search);
		return found.deals[0];
	},
	none: async () => undefined,
};

function ambiguous(
	{ deals, count }: { deals: StoredDeal[]; count: number },
	email: string,
	{ pipelines, pipeline, publicUrl }: Search,
): Error {
	const stages = pipelines.flatMap((each) => each.stages);
	const candidates = deals.map(({ row }) => ({
		id: row.id,
		name: row.name,
		external_id: row.external_id,
		stage_name: stages.find(({ id }) => id === row.stage_id)?.name ?? '',
		url: `${publicUrl}/deals/${row.id}`,
	}));
	const where = pipeline ? ` in pipeline "${pipeline.name}"` : '';
	const detail = `${email} has ${count} open deals${where}. Send the id of the one you mean: ${candidates.map(({ id, name }) => `${id} (${name})`).join(', ')}.`;
	const params = { email, count, pipeline: pipeline?.name };
	return problem('ambiguous_match', detail, { params, candidates });
}

function needed(value: string | null | undefined, pointer: string, rule: string): string {
	if (typeof value === 'string') return value;
	const detail = `To match on ${rule}, "${pointer.slice(1).replace('/', '.')}" must be given.`;
	throw invalidInput([{ pointer, detail, code: 'match_needs_value', params: { match_on: rule } }]);
}

/**
 * An external id stands for one deal: no other may take it.
 *
 * @throws deal_exists
 */
export async function refuseTakenExternalId(
	reader: Reader,
	workspaceId: string,
	{ external_id }: DealInput,
	before: StoredDeal | undefined,
): Promise<void> {
	if (typeof external_id !== 'string' || external_id === before?.row.external_id) return;
	const owner = await findDealByExternalId(reader, workspaceId, external_id);
	if (!owner) return;
	const detail = `Deal "${owner.row.name}" (${owner.row.id}) has the external id "${external_id}" already. Match on external_id to update it, or use another external id.`;
	const { id, name } = owner.row;
	throw problem('deal_exists', detail, { params: { id, name, external_id } });
}

/** An id says which deal is meant, so another rule must not find another one, or none. */
function refuseOtherId(input: DealInput, before: StoredDeal | undefined): void {
	if (input.id === undefined || input.id === before?.row.id) return;
	const found = before ? `"${before.row.name}" (${before.row.id})` : 'no deal';
	const detail = `"id" names the deal ${input.id}, but "match_on" is ${matchOn(input)}, which finds ${found}. Leave out one of the two.`;
	throw invalidInput([{ pointer: '/match_on', detail }]);
}

function checkMode({ input, pipeline }: Search, before: StoredDeal | undefined): void {
	if (input.mode === 'create' && before) {
		const { id, name } = before.row;
		const detail = `"${name}" (${id}) exists already. Use mode upsert to update it.`;
		throw problem('deal_exists', detail, { params: { id, name } });
	}
	if (input.mode !== 'update' || before) return;
	if (matchOn(input) === 'none') {
		const detail =
			'To update a deal, say which: give "id" or "external_id", or set "match_on" to "email".';
		throw invalidInput([{ pointer: '/mode', detail }]);
	}
	const detail = `${notMatched[matchOn(input)]?.(input, pipeline)} Use mode upsert to create it.`;
	throw problem('deal_not_found', detail, { params: soughtBy(input, pipeline) });
}

function soughtBy(input: DealInput, pipeline: LoadedPipeline | undefined): Record<string, unknown> {
	return matchOn(input) === 'email'
		? { email: input.contact?.email, pipeline: pipeline?.name }
		: { external_id: input.external_id };
}

const notMatched: Partial<
	Record<MatchOn, (input: DealInput, pipeline: LoadedPipeline | undefined) => string>
> = {
	external_id: ({ external_id }) => `No deal has the external id "${external_id}".`,
	email: ({ contact }, pipeline) =>
		`${contact?.email} has no open deal in pipeline "${pipeline?.name}". Name the pipeline if you mean one in another.`,
};

/**
 * Returns where a deal should be: where the input says, else where it is, else at the beginning.
 *
 * @throws invalid_input for a stage that does not exist
 */
export function wantedStage(
	pipelines: LoadedPipeline[],
	pipeline: LoadedPipeline | undefined,
	input: DealInput,
	{ before, warn }: { before: StoredDeal | undefined; warn: Warn },
): StageRef {
	const current = before && pipelines.find(({ id }) => id === before.row.pipeline_id);
	const named = resolveStage(pipelines, pipeline ?? current, input, { warn });
	if (named) return named;
	if (current && (!pipeline || pipeline === current)) {
		const stage = current.stages.find(({ id }) => id === before.row.stage_id);
		if (stage) return { pipeline: current, stage };
	}
	const target = pipeline ?? (pipelines[0] as LoadedPipeline);
	const [stage] = target.stages;
	if (stage) return { pipeline: target, stage };
	throw invalidInput([
		{
			pointer: '/stage',
			detail: `Pipeline "${target.name}" has no stage. Create one under Settings > Pipelines first.`,
		},
	]);
}
