import type { FastifyInstance } from 'fastify';
import { mergeCompanies } from '../../../duplicates/mergeCompanies';
import { mergeContacts } from '../../../duplicates/mergeContacts';
import { findContact } from '../../../contacts/store';
import type { Reader } from '../../../database/database';
import type { AppContext } from '../../../context';
import type { Merge } from '../../../duplicates/oneWay';
import { Gone } from '../../kit/gone';
import { redirectWithFlash } from '../../kit/flash';
import { sendPage } from '../../kit/sendPage';
import { Refusal } from '../../../problems/problems';
import { duplicatesPage } from './listPage';
import { type MergeChoice, mergePage } from './mergePage';
import { DUPLICATES } from './paths';
import { type Duplicate, findDuplicates, findTwo, type Kind } from '../../../duplicates/store';

type Two = { Params: { kind: string; first: string; second: string } };
type Chosen = Two & { Body: { kept?: string } };

const GONE =
	'One of the two was merged or deleted in the meantime, or is being merged right now. Check again in a moment.';

/** Settings > Duplicates: contacts and companies that share a key, merged by hand. */
export function duplicatePages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;

	pages.get(DUPLICATES, async ({ pageContext }, reply) => {
		const contacts = await findDuplicates(database, pageContext.workspace.id, 'contacts');
		const companies = await findDuplicates(database, pageContext.workspace.id, 'companies');
		return sendPage(reply, pageContext, duplicatesPage({ contacts, companies }, now()));
	});

	pages.get<Two>(`${DUPLICATES}/:kind/:first/:second`, async ({ pageContext, params }, reply) => {
		const kind = kindOf(params.kind);
		const [one, other] = kind ? await found(pageContext.workspace.id, kind, params) : [];
		if (!kind || !one || !other) throw gone();
		return sendPage(reply, pageContext, mergePage(pageContext, kind, [one, other]));
	});

	pages.post<Chosen>(
		`${DUPLICATES}/:kind/:first/:second`,
		async ({ pageContext, params, body }, reply) => {
			const kind = kindOf(params.kind);
			const ids = [params.first, params.second];
			const keptId = ids.find((id) => id === body.kept);
			const mergedId = ids.find((id) => id !== body.kept);
			if (!kind || keptId === undefined || mergedId === undefined) throw gone();
			const said = await mergers[kind](fluid, pageContext.workspace.id, { keptId, mergedId });
			if (said === undefined) throw gone();
			return redirectWithFlash(reply, DUPLICATES, said);
		},
	);

	async function found(workspaceId: string, kind: Kind, { first, second }: Two['Params']) {
		const two = await findTwo(database, workspaceId, kind, [first, second]);
		return Promise.all(two.map((one) => withValues[kind](database, workspaceId, one)));
	}
}

/** Merges two and says what moved; undefined when one of them is gone. */
type Merger = (fluid: AppContext, workspaceId: string, merge: Merge) => Promise<string | undefined>;

const mergers: Record<Kind, Merger> = {
	contacts: async (fluid, workspaceId, merge) => {
		try {
			const { contact, deals } = await mergeContacts(fluid, workspaceId, merge);
			return merged(contact.name ?? contact.email, [counted(deals, 'deal')]);
		} catch (reason) {
			if (reason instanceof Refusal) return undefined;
			throw reason;
		}
	},
	companies: async (fluid, workspaceId, merge) => {
		const moved = await mergeCompanies(fluid, workspaceId, merge);
		if (!moved) return undefined;
		const { company, deals, contacts } = moved;
		return merged(company.name, [counted(deals, 'deal'), counted(contacts, 'contact')]);
	},
};

type WithValues = (reader: Reader, workspaceId: string, one: Duplicate) => Promise<MergeChoice>;

const withValues: Record<Kind, WithValues> = {
	contacts: async (reader, workspaceId, one) => {
		const contact = await findContact(reader, workspaceId, one.id);
		return {
			...one,
			values: [
				['Email address', one.address],
				['Phone', contact?.phone ?? null],
				['Job title', contact?.title ?? null],
				['LinkedIn', contact?.linkedin_url ?? null],
				['Company', contact?.company?.name ?? null],
			],
		};
	},
	companies: async (_reader, _workspaceId, one) => ({ ...one, values: [['Domain', one.address]] }),
};

function kindOf(text: string): Kind | undefined {
	return text === 'contacts' || text === 'companies' ? text : undefined;
}

function gone(): Gone {
	return new Gone(DUPLICATES, GONE);
}

function merged(name: string | null, moved: string[]): string {
	return `Merged into "${name ?? 'the contact without a name'}": ${moved.join(' and ')} moved.`;
}

function counted(count: number, what: string): string {
	return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
