import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import {
	findLibraryToken,
	removeLibraryToken,
	renewLibraryToken,
} from '../../../templateLibrary/store';
import { redirectWithFlash } from '../../kit/flash';
import { sendPage } from '../../kit/sendPage';
import { libraryPage } from './libraryPage';
import { LIBRARY_PAGE } from './paths';

/** Settings > Automations > Templates in n8n: the template library, and the workspace's own set. */
export function libraryPages(pages: FastifyInstance, { database, publicUrl }: AppContext): void {
	pages.get(LIBRARY_PAGE, async ({ pageContext }, reply) => {
		const token = await findLibraryToken(database, pageContext.workspace.id);
		return sendPage(
			reply,
			pageContext,
			libraryPage(pageContext, { publicUrl: publicUrl(), token }),
		);
	});

	pages.post(`${LIBRARY_PAGE}/renew`, async ({ pageContext }, reply) => {
		const { id } = pageContext.workspace;
		const before = await findLibraryToken(database, id);
		await database.write(id, (transaction) => renewLibraryToken(transaction, id));
		const said = before === null ? 'The own set is on.' : 'The set has a new address.';
		return redirectWithFlash(reply, LIBRARY_PAGE, said);
	});

	pages.post(`${LIBRARY_PAGE}/off`, async ({ pageContext }, reply) => {
		const { id } = pageContext.workspace;
		await database.write(id, (transaction) => removeLibraryToken(transaction, id));
		return redirectWithFlash(reply, LIBRARY_PAGE, 'The own set is off.');
	});
}
