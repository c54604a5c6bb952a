import type { FastifyInstance } from 'fastify';
import type { ContactChange, Deal, DealInput } from '../../../../contract/types';
import { editConflict } from '../../problems/editConflict';
import { changeContact } from '../../contacts/change';
import type { AppContext } from '../../context';
import { newId } from '../../values/ids';
import { conflictNote, savedSentence } from '../kit/conflictNote';
import { type Faults, faultsOf, NO_FAULTS } from '../kit/faults';
import type { Html } from '../../html/html';
import { MARKS, merge } from '../kit/merge';
import { redirectWithFlash } from '../kit/message';
import { sendPage } from '../kit/show';
import { loadPipelines, type Pipeline } from '../../pipelines/store';
import { invalidInput, Refusal } from '../../problems/problems';
import { valid } from '../../problems/validation';
import { changeDealIn, writeContext } from '../../deals/change';
import { contactOfForm, formOfContact, formOfDeal, inputOfForm, together } from './dealForm';
import { editContactPage, editDealPage, newDealPage } from './dealFormPages';
import { dealTold } from './dealTold';
import { getDeal } from './get';
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

	pages.get<Wanted>('/deals/new', async ({ visit, query }, reply) => {
		const pipelines = await loadPipelines(database, visit.workspace.id);
		const pipeline = wantedPipeline(pipelines, query);
		if (!pipeline)
			return redirectWithFlash(
				reply,
				'/settings/pipelines',
				'Create a pipeline for your deals first.',
			);
		const { currency } = visit.workspace;
		const form = { currency, stage_id: query.stage ?? '', form_id: newId('req') };
		const filled = { form, faults: NO_FAULTS };
		return sendPage(reply, visit, newDealPage(visit, { pipelines, pipeline, filled }));
	});

	pages.post<Sent>('/deals/new', async ({ visit, body }, reply) => {
		const pipelines = await loadPipelines(database, visit.workspace.id);
		const pipeline = wantedPipeline(pipelines, { pipeline: String(body.pipeline) });
		if (!pipeline) return redirectWithFlash(reply, '/deals', 'That pipeline no longer exists.');
		try {
			const input = inputOfForm(body, {}, pipeline.fields);
			const deal = await createDealOnce(fluid, visit.workspace.id, String(body.form_id), {
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
			return sendPage(reply, visit, newDealPage(visit, { pipelines, pipeline, filled }), 422);
		}
	});

	pages.get<ById>('/deals/:id/edit', async ({ visit, params }, reply) => {
		const { deal, pipeline } = await found(visit, params.id);
		const saved = formOfDeal(deal, pipeline.fields);
		const filled = { form: saved, faults: NO_FAULTS };
		return sendPage(reply, visit, editDealPage(visit, { deal, pipeline, filled, saved }));
	});

	pages.post<ById & Sent>('/deals/:id/edit', async ({ visit, params, body }, reply) => {
		const { deal, pipeline } = await found(visit, params.id);
		const saved = formOfDeal(deal, pipeline.fields);
		const merged = merge({ marks: body[MARKS], sent: body, saved }, together);
		const told = dealTold(pipeline);
		const again = (faults: Faults, conflict?: Html) => {
			const filled = { form: merged.values, faults };
			const view = { deal, pipeline, filled, saved, conflict };
			return sendPage(reply, visit, editDealPage(visit, view), 422);
		};
		if (merged.conflicts.length > 0)
			return again(NO_FAULTS, conflictNote('deal', merged, { sent: body, saved }, told));
		try {
			const input = inputOfForm(merged.values, saved, pipeline.fields);
			if (Object.keys(input).length === 0) {
				return redirectWithFlash(reply, `/deals/${deal.id}`, 'You have changed nothing.');
			}
			await saveUnchanged(visit, deal, input);
			return redirectWithFlash(reply, `/deals/${deal.id}`, savedSentence('Saved.', merged, told));
		} catch (reason) {
			return again(faultsOf(reason));
		}
	});

	pages.get<ById>('/deals/:id/contact', async ({ visit, params }, reply) => {
		const { deal, contact } = await withContact(visit, params.id);
		const saved = formOfContact(contact);
		const filled = { form: saved, faults: NO_FAULTS };
		return sendPage(reply, visit, editContactPage(visit, { deal, contact, filled, saved }));
	});

	pages.post<ById & Sent>('/deals/:id/contact', async ({ visit, params, body }, reply) => {
		const { deal, contact, pipeline } = await withContact(visit, params.id);
		const saved = formOfContact(contact);
		const merged = merge({ marks: body[MARKS], sent: body, saved });
		const told = dealTold(pipeline);
		const again = (faults: Faults, conflict?: Html) => {
			const filled = { form: merged.values, faults };
			const view = { deal, contact, filled, saved, conflict };
			return sendPage(reply, visit, editContactPage(visit, view), 422);
		};
		if (merged.conflicts.length > 0)
			return again(NO_FAULTS, conflictNote('contact', merged, { sent: body, saved }, told));
		try {
			const change = contactOfForm(merged.values, saved);
			if (Object.keys(change).length === 0)
				return redirectWithFlash(reply, `/deals/${deal.id}`, 'You have changed nothing.');
			const valued = valid<ContactChange>('contactChange', change);
			await database.write((transaction) =>
				changeContact(writeContext(fluid, transaction, visit.workspace.id), contact.id, valued),
			);
			return redirectWithFlash(
				reply,
				`/deals/${deal.id}`,
				savedSentence('The contact is saved.', merged, told),
			);
		} catch (reason) {
			return again(contactFaults(reason));
		}
	});

	/** Another change may have come between the look at the deal and this one. */
	async function saveUnchanged(visit: PageContext, deal: Deal, input: DealInput): Promise<void> {
		await database.write(async (transaction) => {
			const current = await findDeal(transaction, visit.workspace.id, deal.id);
			if (current?.row.updated_at !== deal.updated_at) throw editConflict('deal');
			const ingest = writeContext(fluid, transaction, visit.workspace.id);
			await changeDealIn(ingest, { ...input, id: deal.id, match_on: 'id' });
		});
	}

	async function found(
		visit: PageContext,
		id: string,
	): Promise<{ deal: Deal; pipeline: Pipeline }> {
		const deal = await getDeal(fluid, visit.workspace.id, id);
		const pipelines = await loadPipelines(database, visit.workspace.id);
		return { deal, pipeline: pipelines.find((each) => each.id === deal.pipeline_id) as Pipeline };
	}

	async function withContact(visit: PageContext, id: string) {
		const { deal, pipeline } = await found(visit, id);
		if (!deal.contact)
			throw invalidInput([
				{ pointer: '', detail: 'This deal has no contact. Edit the deal to give it one.' },
			]);
		return { deal, pipeline, contact: deal.contact };
	}
}

function wantedPipeline(
	pipelines: Pipeline[],
	{ pipeline, stage }: { pipeline?: string; stage?: string },
): Pipeline | undefined {
	const usable = pipelines.filter(({ stages }) => stages.length > 0);
	if (pipeline) return usable.find(({ id }) => id === pipeline);
	return usable.find(({ stages }) => stages.some(({ id }) => id === stage)) ?? usable[0];
}

/** The contact is the whole input here, and a part of it in the form. */
function contactFaults(reason: unknown): Faults {
	if (reason instanceof Refusal && reason.code === 'contact_exists') {
		return new Map([['/contact/email', reason.message]]);
	}
	return new Map([...faultsOf(reason)].map(([pointer, detail]) => [`/contact${pointer}`, detail]));
}
