import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppContext } from '../context';
import { problem } from '../problems/problems';
import { loadPipelines } from '../pipelines/store';
import { listCategories, searchTemplates, templateToImport, templateToSetUp } from './answers';
import { findTemplate, type TemplateVersion } from './catalog';
import { fillIn } from './fillIn';
import { LIBRARY } from './paths';
import { findWorkspaceByLibraryToken } from './store';

type Call = { Params: { token?: string; id?: string }; Querystring: Record<string, unknown> };
type Request = FastifyRequest<Call>;

const MOST_ON_A_PAGE = 100;

/**
 * What n8n's editor asks a library of templates for (`N8N_TEMPLATES_HOST`), for everybody and for those who have a token.
 * The editor calls from the user's browser: nobody is signed in here, and cookies count for nothing.
 */
export function templateLibraryRoutes(app: FastifyInstance, { database }: AppContext): void {
	const answer = async (library: FastifyInstance) => {
		library.addHook('onRequest', allowEditors);
		// Caught here, so that the editor may read that it is nothing.
		for (const url of ['', '/*']) library.route({ method: ['GET', 'POST'], url, handler: nowhere });
		library.options('/*', async (_request, reply) => reply.code(204).send());
		for (const base of ['', '/:token']) {
			const get = (path: string, work: (request: Request) => unknown) =>
				library.get<Call>(`${base}${path}`, async (request) => {
					await known(request.params.token);
					return work(request);
				});
			get('/health', () => ({ status: 'OK' }));
			get('/templates/categories', () => ({ categories: listCategories() }));
			get('/templates/collections', () => ({ collections: [] }));
			get('/templates/search', ({ query }) =>
				searchTemplates({
					search: textIn(query.search),
					category: textIn(query.category),
					page: numberIn(query.page, 1),
					limit: Math.min(numberIn(query.limit, 20), MOST_ON_A_PAGE),
				}),
			);
			get('/templates/workflows/:id', async ({ params }) => templateToSetUp(await meant(params)));
			get('/workflows/templates/:id', async ({ params }) => templateToImport(await meant(params)));
		}
	};
	app.register(answer, { prefix: LIBRARY });

	async function known(token: string | undefined) {
		if (token === undefined) return undefined;
		const workspace = await findWorkspaceByLibraryToken(database, token);
		if (!workspace)
			throw problem('path_not_found', 'There is no template library at this address.');
		return workspace;
	}

	async function meant({ token, id = '' }: Call['Params']): Promise<TemplateVersion> {
		const found = findTemplate(id);
		if (!found) throw problem('path_not_found', `There is no template "${id.slice(0, 60)}".`);
		const workspace = await known(token);
		if (!workspace) return found;
		const pipelines = await loadPipelines(database, workspace.id);
		const names = { workspace: workspace.name, pipelines };
		return { ...found, workflow: fillIn(found.template, found.workflow, names) };
	}
}

async function nowhere(): Promise<never> {
	throw problem('path_not_found');
}

/** The editor sends its cookies along, so that a browser wants the very origin and not "*" (Fetch, section 3.3.2). */
async function allowEditors({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
	const { origin } = headers;
	reply.header('vary', 'Origin');
	if (origin === undefined) return;
	reply.headers({
		'access-control-allow-origin': origin,
		'access-control-allow-credentials': 'true',
		'access-control-allow-headers': 'n8n-version, content-type',
		'access-control-allow-methods': 'GET, OPTIONS',
		'access-control-max-age': '600',
	});
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function numberIn(value: unknown, otherwise: number): number {
	const number = Number(value);
	return Number.isInteger(number) && number > 0 ? number : otherwise;
}
