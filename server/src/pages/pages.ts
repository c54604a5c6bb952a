import { parse, type ParsedUrlQuery as Entered } from 'node:querystring';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import type { Fluid } from '../fluid';
import { connectPages } from '../connect/pages';
import { CONNECT } from '../connect/paths';
import { templates } from '../connect/templates';
import { keyPages } from '../keys/pages';
import { duplicatePages } from '../duplicates/pages';
import { leadForms } from '../forms/settings/routes';
import { actPages } from '../deals/pagesActs';
import { boardPages } from '../deals/pagesBoard';
import { dealPages } from '../deals/pagesDeal';
import { editPages } from '../deals/pagesEdit';
import { customFieldPages } from '../pipelines/pagesCustomFields';
import { pipelinePages } from '../pipelines/pages';
import { stagePages } from '../pipelines/pagesStages';
import { signIn } from '../signIn/routes';
import { webhookPages } from '../webhooks/pages';
import { storable } from '../storable';
import { workspacePages } from '../workspaces/pages';
import { assets } from './assets';
import { answerPageRefusals } from './errorPages';
import { secure } from './security';
import { switchWorkspace } from './switchWorkspace';
import { recognising, visiting } from './visit';

type Section = (pages: FastifyInstance, fluid: Fluid) => void;

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
	keyPages,
	webhookPages,
	pipelinePages,
	stagePages,
	customFieldPages,
	leadForms,
	duplicatePages,
	workspacePages,
];

/** Everything that people open in a browser, and not an API client. */
export function pages(app: FastifyInstance, fluid: Fluid): void {
	assets(app);
	templates(app);
	app.register(async (open) => {
		await prepare(open, SIGN_IN_BYTES);
		signIn(open, fluid);
	});
	app.register(async (inside) => {
		await prepare(inside, FORM_BYTES);
		inside.decorateRequest('session');
		inside.decorateRequest('visit');
		inside.addHook('onRequest', recognising(fluid));
		inside.addHook('preHandler', visiting(fluid));
		inside.get('/', async (_request, reply) => reply.redirect('/deals', 303));
		inside.get('/settings', async (_request, reply) => reply.redirect(CONNECT, 303));
		for (const section of sections) section(inside, fluid);
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
	answerPageRefusals(app);
}
