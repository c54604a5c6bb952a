import { parse, type ParsedUrlQuery as Entered } from 'node:querystring';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { type AppContext, madeBy } from '../context';
import { BY_HAND } from '../runs/maker';
import { alertPages } from './settings/alerts/routes';
import { connectPages } from './settings/connect/routes';
import { CONNECT } from './settings/connect/paths';
import { templateRoutes } from './settings/connect/templates';
import { libraryPages } from './settings/library/routes';
import { keyPages } from './settings/keys/routes';
import { duplicatePages } from './settings/duplicates/routes';
import { erasurePages } from './settings/erasure/routes';
import { leadFormPages } from './settings/forms/routes';
import { actPages } from './deal/actRoutes';
import { boardPages } from './board/routes';
import { dealPages } from './deal/dealRoutes';
import { editPages } from './deal/editRoutes';
import { customFieldPages } from './settings/customFields/routes';
import { pipelinePages } from './settings/pipelines/routes';
import { stagePages } from './settings/pipelines/stageRoutes';
import { signInPages } from './session/routes';
import { WEBHOOKS } from './settings/webhooks/paths';
import { webhookPages } from './settings/webhooks/routes';
import { storable } from '../values/storable';
import { RUNS } from './settings/runs/paths';
import { runPages } from './settings/runs/routes';
import { workspacePages } from './settings/workspaces/routes';
import { assetRoutes } from './kit/assets';
import { answerPageRefusals } from './kit/errorPages';
import { Gone } from './kit/gone';
import { secure } from './kit/security';
import { switchWorkspace } from './session/switchWorkspace';
import { recogniseSession, requireSignIn } from './session/requireSignIn';

type Section = (pages: FastifyInstance, fluid: AppContext) => void;

/** A password, or nothing but a button. */
const SIGN_IN_BYTES = 4 * 1024;
const FORM_BYTES = 256 * 1024;

/** What is behind sign-in, each from the folder of its feature. */
const sections: Section[] = [
	switchWorkspace,
	boardPages,
	dealPages,
	editPages,
	actPages,
	connectPages,
	libraryPages,
	keyPages,
	webhookPages,
	alertPages,
	pipelinePages,
	stagePages,
	customFieldPages,
	leadFormPages,
	duplicatePages,
	erasurePages,
	runPages,
	workspacePages,
];

/** Everything that people open in a browser, and not an API client. */
export function pageRoutes(app: FastifyInstance, fluid: AppContext): void {
	assetRoutes(app);
	templateRoutes(app);
	app.register(async (open) => {
		await prepare(open, SIGN_IN_BYTES);
		signInPages(open, fluid);
	});
	app.register(async (inside) => {
		await prepare(inside, FORM_BYTES);
		inside.decorateRequest('session');
		inside.decorateRequest('pageContext');
		inside.addHook('onRequest', recogniseSession(fluid));
		inside.addHook('preHandler', requireSignIn(fluid));
		inside.get('/', async (_request, reply) => reply.redirect('/deals', 303));
		inside.get('/settings', async (_request, reply) => reply.redirect(CONNECT, 303));
		const byHand = madeBy(fluid, BY_HAND);
		for (const section of sections) section(inside, byHand);
	});
}

/** A page takes forms and nothing else, and no larger ones than people fill in. */
async function prepare(app: FastifyInstance, bodyLimit: number): Promise<void> {
	await app.register(cookie);
	app.removeAllContentTypeParsers();
	await app.register(formbody, {
		bodyLimit,
		parser: (text) => storable(parse(text)) as Entered,
	});
	app.addHook('onRequest', secure);
	answerPageRefusals(app, {
		webhook_not_found: new Gone(WEBHOOKS, 'That webhook no longer exists.'),
		run_not_found: new Gone(
			RUNS,
			'There is no such run in this workspace, or its last change was more than 30 days ago.',
		),
	});
}
