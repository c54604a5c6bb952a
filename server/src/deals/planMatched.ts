import type { DealInput } from '../../../contract/types';
import type { Warn } from '../pipelines/oldName';
import { resolvePipeline } from '../pipelines/stageRef';
import type { LoadedPipeline } from '../pipelines/store';
import { invalidInput, Refusal } from '../problems/problems';
import { type Match, wantedStage, refuseTakenExternalId } from './match';
import { asNewDeal, asWritten, isInside, whereWritten } from './newDeal';
import { type DealPlan, type Planning, planDeal } from './plan';

type Circumstances = Omit<Planning, 'place' | 'before'>;

/** A plan, and what of the input it was made from. */
export type Planned = { plan: DealPlan; input: DealInput };

/**
 * Plans the deal that was found, or a new one. What the input has for a new deal is checked in either case, so that a
 * fault shows with the first deal and not with the first new one.
 *
 * @throws Refusal with the place and the advice
 */
export async function planMatched(
	given: DealInput,
	pipelines: LoadedPipeline[],
	{ before, pipeline }: Match,
	planning: Circumstances,
): Promise<Planned> {
	const { transaction, workspaceId, warn } = planning;
	if (!before) return planNewDeal(given, pipelines, planning);
	await refuseTakenExternalId(transaction, workspaceId, given, before);
	const place = wantedStage(pipelines, pipeline, given, { before, warn });
	const plan = await planDeal(given, { ...planning, place, before });
	if (given.on_create && given.mode !== 'update') await checkUnused(given, pipelines, planning);
	return { plan, input: given };
}

async function planNewDeal(
	given: DealInput,
	pipelines: LoadedPipeline[],
	planning: Circumstances,
): Promise<Planned> {
	const input = asNewDeal(given);
	const warn: Warn = (warning) => planning.warn(whereWritten(warning, given.on_create));
	try {
		await refuseTakenExternalId(planning.transaction, planning.workspaceId, input, undefined);
		return { plan: await planIn(input, pipelines, { ...planning, warn }), input };
	} catch (reason) {
		throw given.on_create ? relabelled(reason, given.on_create) : reason;
	}
}

function planIn(
	input: DealInput,
	pipelines: LoadedPipeline[],
	planning: Circumstances,
): Promise<DealPlan> {
	const { warn } = planning;
	const pipeline = resolvePipeline(pipelines, input, { warn });
	const place = wantedStage(pipelines, pipeline, input, { before: undefined, warn });
	return planDeal(input, { ...planning, place, before: undefined });
}

/** What a new deal would lack is no fault of one that is there. */
async function checkUnused(
	given: DealInput,
	pipelines: LoadedPipeline[],
	planning: Circumstances,
): Promise<void> {
	const { on_create } = given;
	const warn: Warn = (warning) => {
		if (isInside(warning, on_create)) planning.warn(whereWritten(warning, on_create));
	};
	try {
		await planIn(asNewDeal(given), pipelines, { ...planning, warn, mayLackFields: true });
	} catch (reason) {
		const errors = reason instanceof Refusal ? (reason.more.errors ?? []) : [];
		const own = errors.filter((error) => isInside(error, on_create));
		if (own.length > 0) throw invalidInput(asWritten(own, on_create));
		if (!(reason instanceof Refusal)) throw reason;
	}
}

function relabelled(reason: unknown, on_create: DealInput['on_create']): unknown {
	const errors = reason instanceof Refusal ? reason.more.errors : undefined;
	return errors ? invalidInput(asWritten(errors, on_create)) : reason;
}
