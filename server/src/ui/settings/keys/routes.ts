import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { isId, newId } from '../../../values/ids';
import { faultsOf, NO_FAULTS, type FormFaults } from '../../kit/faults';
import { Gone } from '../../kit/gone';
import { redirectWithFlash } from '../../kit/flash';
import { nameFrom } from '../../kit/name';
import { sendPage } from '../../kit/sendPage';
import { deleteKeyPage, KEYS, keysPage, newKeyPage } from './keysPage';
import { createdWebhooks, deleteKeyWithWebhooks } from '../../../keys/deletion';
import { createKey, keyById, listKeys, type ApiKey } from '../../../keys/store';
import type { PageContext } from '../../kit/pageContext';

type ById = { Params: { id: string } };
type Deletion = ById & { Body: { pause_webhooks?: string } };
type NewKey = { Body: { name?: string; id?: string } };

/** Settings > Automations > API: creating, listing and deleting API keys. */
export function keyPages(pages: FastifyInstance, { database, now, publicUrl }: AppContext): void {
	pages.get(KEYS, async ({ pageContext }, reply) =>
		sendPage(reply, pageContext, await list(pageContext)),
	);

	pages.post<NewKey>(KEYS, async ({ pageContext, body }, reply) => {
		const id = isId('key', body.id) ? body.id : newId('key');
		try {
			const name = nameFrom(body.name, 'n8n');
			const made = await database.writeService(async (transaction) => {
				const earlier = await keyById(transaction, id);
				if (earlier) return earlier;
				return createKey(transaction, pageContext.workspace.id, name, now(), id);
			});
			if (!('key' in made)) return redirectWithFlash(reply, KEYS, madeAlready(made));
			return sendPage(reply, pageContext, newKeyPage(name, made.key, publicUrl()), 201);
		} catch (reason) {
			const page = await list(pageContext, { name: body.name ?? '', faults: faultsOf(reason) });
			return sendPage(reply, pageContext, page, 422);
		}
	});

	pages.get<ById>(`${KEYS}/:id/delete`, async ({ pageContext, params }, reply) => {
		const key = await keyById(database, params.id);
		if (!isUsable(key, pageContext)) throw gone();
		const webhooks = await createdWebhooks(database, key);
		return sendPage(reply, pageContext, deleteKeyPage(pageContext, { key, webhooks }, now()));
	});

	pages.post<Deletion>(`${KEYS}/:id/delete`, async ({ pageContext, params, body }, reply) => {
		const key = await keyById(database, params.id);
		if (!isUsable(key, pageContext)) throw gone();
		const isPausing = body.pause_webhooks !== undefined;
		const { webhooks } = await database.writeService((transaction) =>
			deleteKeyWithWebhooks(transaction, params.id, { isPausing }, now()),
		);
		const paused = isPausing && webhooks.length > 0 ? ' Its webhooks are paused.' : '';
		return redirectWithFlash(reply, KEYS, `The key "${key.name}" no longer works.${paused}`);
	});

	async function list(
		pageContext: PageContext,
		form: { name: string; faults: FormFaults } = { name: '', faults: NO_FAULTS },
	) {
		const keys = await listKeys(database, pageContext.workspace.id);
		return keysPage(pageContext, keys, { ...form, id: newId('key') }, now());
	}
}

const gone = () => new Gone(KEYS, 'That key no longer exists.');

function isUsable(key: ApiKey | undefined, { workspace }: PageContext): key is ApiKey {
	return key?.workspace_id === workspace.id && key.deleted_at === null;
}

/** The form was sent twice, e.g. by reloading the page that showed the key. */
function madeAlready({ name }: ApiKey): string {
	return `The key "${name}" was already created and is shown only once. If you have not copied it, delete it and create another one.`;
}
