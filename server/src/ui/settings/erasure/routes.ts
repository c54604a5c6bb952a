import type { FastifyInstance } from 'fastify';
import type { CustomField, ErasureInput } from '../../../../../contract/types';
import type { AppContext } from '../../../context';
import { erasePerson, findPersonRecords } from '../../../erasure/erase';
import { loadPipelines } from '../../../pipelines/store';
import { Refusal } from '../../../problems/problems';
import { valid } from '../../../problems/validation';
import type { PageContext } from '../../kit/pageContext';
import { sendPage } from '../../kit/sendPage';
import { choicePage, erasedPage, seekPage, type Sought } from './erasurePages';
import { ERASURE } from './paths';

type Found = { Body: { email?: string } };
type Linked = { Querystring: { contact?: string } };
type Chosen = {
	Body: {
		email?: string;
		contact?: string;
		deal_fields?: string | string[];
		custom_fields?: string | string[];
	};
};

/** Settings > Erase a person: what there is of them, what is to go, and who else has it. */
export function erasurePages(pages: FastifyInstance, fluid: AppContext): void {
	pages.get<Linked>(ERASURE, async ({ pageContext, query }, reply) => {
		if (query.contact === undefined) return sendPage(reply, pageContext, seekPage(pageContext, ''));
		return found(pageContext, { email: '', contact: query.contact }, reply);
	});

	// By POST: an address in the query would stay in logs and in the history of the browser.
	pages.post<Found>(`${ERASURE}/find`, ({ pageContext, body }, reply) =>
		found(pageContext, { email: (body.email ?? '').trim(), contact: '' }, reply),
	);

	pages.post<Chosen>(ERASURE, async ({ pageContext, body }, reply) => {
		const { email = '', contact = '', deal_fields = [], custom_fields = [] } = body;
		const sought = { email, contact };
		const chosen = {
			deal_fields: [deal_fields].flat(),
			custom_fields: [custom_fields].flat(),
		} as ErasureInput;
		return unlessUnknown(pageContext, sought, reply, async () =>
			erasedPage(await erasePerson(fluid, pageContext.workspace.id, inputOf(sought, chosen))),
		);
	});

	type Reply = Parameters<typeof sendPage>[0];

	async function found(pageContext: PageContext, sought: Sought, reply: Reply) {
		const { id } = pageContext.workspace;
		return unlessUnknown(pageContext, sought, reply, async () => {
			const erasure = await findPersonRecords(fluid, id, inputOf(sought));
			const pipelines = await loadPipelines(fluid.database, id);
			const fields = eachKeyOnce(pipelines.flatMap((pipeline) => pipeline.fields));
			return choicePage(pageContext, sought, erasure, fields);
		});
	}

	/** Nobody of that address, or no address at all: it is asked for again. */
	async function unlessUnknown(
		pageContext: PageContext,
		{ email }: Sought,
		reply: Reply,
		page: () => Promise<ReturnType<typeof seekPage>>,
	) {
		try {
			return await sendPage(reply, pageContext, await page());
		} catch (reason) {
			if (!(reason instanceof Refusal) || reason.status >= 500) throw reason;
			return sendPage(reply, pageContext, seekPage(pageContext, email, reason.message), 422);
		}
	}
}

function inputOf({ email, contact }: Sought, chosen: ErasureInput = {}): ErasureInput {
	return valid<ErasureInput>('erasureInput', {
		...(contact === '' ? { email } : { contact_id: contact }),
		...chosen,
	});
}

/** The same field of several pipelines is chosen once. */
function eachKeyOnce(fields: CustomField[]): CustomField[] {
	return [...new Map(fields.map((field) => [field.key, field])).values()];
}
