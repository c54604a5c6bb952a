import type { FastifyInstance } from 'fastify';
import type { ContactChange, Deal, DealInput } from '../../../../contract/types';
import { editConflict } from '../../problems/editConflict';
import { changeContact } from '../../contacts/change';
import type { AppContext } from '../../context';
import { newId } from '../../values/ids';
import { conflictNote, savedSentence } from '../kit/conflictNote';
import { type FormFaults, faultsOf, NO_FAULTS } from '../kit/faults';
import type { Html } from '../../html/html';
import { MARKS, merge } from '../kit/merge';
import { Gone } from '../kit/gone';
import { redirectWithFlash } from '../kit/flash';
import { sendPage } from '../kit/sendPage';
import { loadPipelines, type LoadedPipeline } from '../../pipelines/store';
import { invalidInput, Refusal } from '../../problems/problems';
import { valid } from '../../problems/validation';
import { changeDealIn } from '../../deals/change';
import { contactOfForm, formOfContact, formOfDeal, inputOfForm, together } from './dealForm';
import { editContactPage, editDealPage, newDealPage } from './dealFormPages';
import { dealConflictLabels } from './conflictLabels';
import { loadShownDeal } from './loadShownDeal';
import { createDealOnce } from './createDealOnce';
import { findDeal } from '../../deals/store';
import type { PageContext } from '../kit/pageContext';
import type { DealForm } from './filledForm';

type ById = { Params: { id: string } };
type Sent = { Body: DealForm };
type Wanted = { Querystring: { pipeline?: string; stage?: string } };

/** Making a deal by hand, and changing one and its contact. */
export function editPages(pages: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	pages.get<Wanted>('/deals/new', async ({ pageContext, query }, reply) => {
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		const pipeline = wantedPipeline(pipelines, query);
		if (!pipeline)
			return redirectWithFlash(
				reply,
				'/settings/pipelines',
				'Create a pipeline for your deals first.',
			);
		const { currency } = pageContext.workspace;
		const form = { currency, stage_id: query.stage ?? '', form_id: newId('req') };
		const filled = { form, faults: NO_FAULTS };
		return sendPage(reply, pageContext, newDealPage(pageContext, { pipelines, pipeline, filled }));
	});

	pages.post<Sent>('/deals/new', async ({ pageContext, body }, reply) => {
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		const pipeline = wantedPipeline(pipelines, { pipeline: String(body.pipeline) });
		if (!pipeline) throw new Gone('/deals', 'That pipeline no longer exists.');
		try {
			const input = inputOfForm(body, {}, pipeline.fields);
			const deal = await createDealOnce(fluid, pageContext.workspace.id, String(body.form_id), {
				...input,
				name: input.name ?? '',
				pipeline_id: pipeline.id,
			});
			return redirectWithFlash(
				reply,
				`/deals/${deal.id}`,
				`The deal "${deal.name}" is in "${deal.stage_name}".`,
			);
		} catch (reason) {
			const filled = { form: body, faults: faultsOf(reason) };
			return sendPage(
				reply,
				pageContext,
				newDealPage(pageContext, { pipelines, pipeline, filled }),
				422,
			);
		}
	});

	pages.get<ById>('/deals/:id/edit', async ({ pageContext, params }, reply) => {
		const { deal, pipeline } = await found(pageContext, params.id);
		const saved = formOfDeal(deal, pipeline.fields);
		const filled = { form: saved, faults: NO_FAULTS };
		return sendPage(
			reply,
			pageContext,
			editDealPage(pageContext, { deal, pipeline, filled, saved }),
		);
	});

	pages.post<ById & Sent>('/deals/:id/edit', async ({ pageContext, params, body }, reply) => {
		const { deal, pipeline } = await found(pageContext, params.id);
		const saved = formOfDeal(deal, pipeline.fields);
		const merged = merge({ marks: body[MARKS], sent: body, saved }, together);
		const labels = dealConflictLabels(pipeline);
		const again = (faults: FormFaults, conflict?: Html) => {
			const filled = { form: merged.values, faults };
			const view = { deal, pipeline, filled, saved, conflict };
			return sendPage(reply, pageContext, editDealPage(pageContext, view), 422);
		};
		if (merged.conflicts.length > 0)
			return again(NO_FAULTS, conflictNote('deal', merged, { sent: body, saved }, labels));
		try {
			const input = inputOfForm(merged.values, saved, pipeline.fields);
			if (Object.keys(input).length === 0) {
				return redirectWithFlash(reply, `/deals/${deal.id}`, 'You have changed nothing.');
			}
			await saveUnchanged(pageContext, deal, input);
			return redirectWithFlash(reply, `/deals/${deal.id}`, savedSentence('Saved.', merged, labels));
		} catch (reason) {
			return again(faultsOf(reason));
		}
	});

	pages.get<ById>('/deals/:id/contact', async ({ pageContext, params }, reply) => {
		const { deal, contact } = await withContact(pageContext, params.id);
		const saved = formOfContact(contact);
		const filled = { form: saved, faults: NO_FAULTS };
		return sendPage(
			reply,
			pageContext,
			editContactPage(pageContext, { deal, contact, filled, saved }),
		);
	});

	pages.post<ById & Sent>('/deals/:id/contact', async ({ pageContext, params, body }, reply) => {
		const { deal, contact, pipeline } = await withContact(pageContext, params.id);
		const saved = formOfContact(contact);
		const merged = merge({ marks: body[MARKS], sent: body, saved });
		const labels = dealConflictLabels(pipeline);
		const again = (faults: FormFaults, conflict?: Html) => {
			const filled = { form: merged.values, faults };
			const view = { deal, contact, filled, saved, conflict };
			return sendPage(reply, pageContext, editContactPage(pageContext, view), 422);
		};
		if (merged.conflicts.length > 0)
			return again(NO_FAULTS, conflictNote('contact', merged, { sent: body, saved }, labels));
		try {
			const change = contactOfForm(merged.values, saved);
			if (Object.keys(change).length === 0)
				return redirectWithFlash(reply, `/deals/${deal.id}`, 'You have changed nothing.');
			const valued = valid<ContactChange>('contactChange', change);
			await fluid.write(pageContext.workspace.id, (context) =>
				changeContact(context, contact.id, valued),
			);
			return redirectWithFlash(
				reply,
				`/deals/${deal.id}`,
				savedSentence('The contact is saved.', merged, labels),
			);
		} catch (reason) {
			return again(contactFaults(reason));
		}
	});

	/** Another change may have come between the look at the deal and this one. */
	async function saveUnchanged(
		pageContext: PageContext,
		deal: Deal,
		input: DealInput,
	): Promise<void> {
		await fluid.write(pageContext.workspace.id, async (context) => {
			const current = await findDeal(context.transaction, pageContext.workspace.id, deal.id);
			if (current?.row.updated_at !== deal.updated_at) throw editConflict('deal');
			await changeDealIn(context, { ...input, id: deal.id, match_on: 'id' });
		});
	}

	async function found(
		pageContext: PageContext,
		id: string,
	): Promise<{ deal: Deal; pipeline: LoadedPipeline }> {
		const deal = await loadShownDeal(fluid, pageContext.workspace.id, id);
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		return {
			deal,
			pipeline: pipelines.find((each) => each.id === deal.pipeline_id) as LoadedPipeline,
		};
	}

	async function withContact(pageContext: PageContext, id: string) {
		const { deal, pipeline } = await found(pageContext, id);
		if (!deal.contact)
			throw invalidInput([
				{ pointer: '', detail: 'This deal has no contact. Edit the deal to give it one.' },
			]);
		return { deal, pipeline, contact: deal.contact };
	}
}

function wantedPipeline(
	pipelines: LoadedPipeline[],
	{ pipeline, stage }: { pipeline?: string; stage?: string },
): LoadedPipeline | undefined {
	const usable = pipelines.filter(({ stages }) => stages.length > 0);
	if (pipeline) return usable.find(({ id }) => id === pipeline);
	return usable.find(({ stages }) => stages.some(({ id }) => id === stage)) ?? usable[0];
}

/** The contact is the whole input here, and a part of it in the form. */
function contactFaults(reason: unknown): FormFaults {
	if (reason instanceof Refusal && reason.code === 'contact_exists') {
		return new Map([['/contact/email', reason.message]]);
	}
	return new Map([...faultsOf(reason)].map(([pointer, detail]) => [`/contact${pointer}`, detail]));
}
