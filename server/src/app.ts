import fastify, { type FastifyInstance, LogController } from 'fastify';
import { brokenRequests, refuseTunnels, takeOneHost } from './http/brokenRequests';
import { compressAnswers } from './http/compress';
import { contacts } from './contacts/routes';
import { ingest } from './deals/ingestRoutes';
import { deals } from './deals/routes';
import { docs } from './docs/routes';
import { events } from './events/routes';
import type { AppContext } from './context';
import { forms } from './forms/routes';
import { publicForms } from './forms/publicForms';
import { health } from './health/routes';
import { answerProblem, answerRefusals } from './http/answerProblems';
import { newId } from './values/ids';
import { takeJsonOnly } from './http/jsonBody';
import { authentication } from './keys/authenticate';
import { keys } from './workspaces/routes';
import { pages } from './ui/routes';
import { pipelines } from './pipelines/routes';
import { problem } from './problems/problems';
import { deliveries } from './webhooks/deliveryRoutes';
import { answerReaders } from './ui/kit/notFoundPage';
import { docsPages } from './ui/docs/routes';
import { storable } from './values/storable';
import type { Backpressure } from './http/saving';
import { nameUntrustedProxy } from './http/untrustedProxy';
import { webhooks } from './webhooks/routes';

const MOST_BODY_BYTES = 5 * 1024 * 1024;

/** As long as a header may be: an id that is too long is one that does not exist. */
const LONGEST_URL_PART = 16 * 1024;

/** Returns the whole service but its process: what it answers, feature by feature. */
export function newApp(fluid: AppContext, waitForCapacity: Backpressure): FastifyInstance {
	const app = fastify({
		bodyLimit: MOST_BODY_BYTES,
		logger: { level: fluid.config.logLevel },
		logController: new LogController({ disableRequestLogging: true }),
		forceCloseConnections: 'idle',
		// What arrives on an open connection while the service stops is in hand, and answered before it closes.
		return503OnClosing: false,
		// Unlike a count, an id is of one request also after a restart.
		genReqId: () => newId('req'),
		clientErrorHandler: brokenRequests(fluid.publicUrl),
		// Checked here, with a sentence.
		http: { requireHostHeader: false },
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_URL_PART },
		frameworkErrors: (_error, request, reply) => {
			void answerProblem(problem('path_not_found'), request, reply, fluid.publicUrl());
		},
		// Addresses are what strangers are told apart by, so only a proxy of ours may tell another one.
		trustProxy: fluid.config.trustedProxies,
	});
	refuseTunnels(app, fluid.publicUrl);
	answerRefusals(app, fluid, answerReaders);
	takeOneHost(app);
	compressAnswers(app);
	app.addHook('onRequest', async (request) => {
		if (request.url.includes('%00')) request.query = storable(request.query);
	});
	nameUntrustedProxy(app);
	health(app, fluid);
	docs(app, fluid);
	docsPages(app, fluid);
	pages(app, fluid);
	publicForms(app, fluid);
	app.register(async (api) => {
		takeJsonOnly(api);
		api.decorateRequest('apiKey');
		api.addHook('onRequest', authentication(fluid));
		keys(api, fluid);
		pipelines(api, fluid);
		deals(api, fluid);
		contacts(api, fluid, waitForCapacity);
		webhooks(api, fluid);
		deliveries(api, fluid);
		events(api, fluid);
		forms(api, fluid);
		ingest(api, fluid, waitForCapacity);
	});
	return app;
}
