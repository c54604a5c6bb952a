import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { isId, newId } from '../../../values/ids';
import { faultsOf, NO_FAULTS, type Faults } from '../../kit/faults';
import { redirectWithFlash } from '../../kit/message';
import { nameFrom } from '../../kit/name';
import { sendPage } from '../../kit/show';
import { deleteKeyPage, KEYS, keysPage, newKeyPage } from './keysPage';
import { createKey, deleteKey, keyById, listKeys, type ApiKey } from '../../../keys/store';
import type { PageContext } from '../../kit/pageContext';

type ById = { Params: { id: string } };
type NewKey = { Body: { name?: string; id?: string } };

/** Settings > Automations > API: creating, listing and deleting API keys. */
export function keyPages(pages: FastifyInstance, { database, now, publicUrl }: AppContext): void {
	pages.get(KEYS, async ({ visit }, reply) => sendPage(reply, visit, await list(visit)));

	pages.post<NewKey>(KEYS, async ({ visit, body }, reply) => {
		const id = isId('key', body.id) ? body.id : newId('key');
		try {
			const name = nameFrom(body.name, 'n8n');
			const made = await database.write(async (transaction) => {
				const earlier = await keyById(transaction, id);
				if (earlier) return earlier;
				return createKey(transaction, visit.workspace.id, name, now(), id);
			});
			if (!('key' in made)) return redirectWithFlash(reply, KEYS, madeAlready(made));
			return sendPage(reply, visit, newKeyPage(name, made.key, publicUrl()), 201);
		} catch (reason) {
			const page = await list(visit, { name: body.name ?? '', faults: faultsOf(reason) });
			return sendPage(reply, visit, page, 422);
		}
	});

	pages.get<ById>(`${KEYS}/:id/delete`, async ({ visit, params }, reply) => {
		const key = await keyById(database, params.id);
		if (!isUsable(key, visit)) return redirectWithFlash(reply, KEYS, GONE);
		return sendPage(reply, visit, deleteKeyPage(visit, key, now()));
	});

	pages.post<ById>(`${KEYS}/:id/delete`, async ({ visit, params }, reply) => {
		const key = await keyById(database, params.id);
		const isDeleted = await database.write((transaction) =>
			deleteKey(transaction, visit.workspace.id, params.id, now()),
		);
		return redirectWithFlash(
			reply,
			KEYS,
			isDeleted ? `The key "${key?.name}" no longer works.` : GONE,
		);
	});

	async function list(
		visit: PageContext,
		form: { name: string; faults: Faults } = { name: '', faults: NO_FAULTS },
	) {
		const keys = await listKeys(database, visit.workspace.id);
		return keysPage(visit, keys, { ...form, id: newId('key') }, now());
	}
}

const GONE = 'That key no longer exists.';

function isUsable(key: ApiKey | undefined, { workspace }: PageContext): key is ApiKey {
	return key?.workspace_id === workspace.id && key.deleted_at === null;
}

/** The form was sent twice, e.g. by reloading the page that showed the key. */
function madeAlready({ name }: ApiKey): string {
	return `The key "${name}" was already created and is shown only once. If you have not copied it, delete it and create another one.`;
}
