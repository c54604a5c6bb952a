import fastify, { type FastifyInstance, LogController } from 'fastify';
import { agencyRoutes } from './agency/routes';
import { alertRoutes } from './alerts/routes';
import { brokenRequests, refuseTunnels, takeOneHost } from './http/brokenRequests';
import { compressAnswers } from './http/compress';
import { companyRoutes } from './companies/routes';
import { contactRoutes } from './contacts/routes';
import { ingestRoutes } from './deals/ingestRoutes';
import { dealRoutes } from './deals/routes';
import { docsRoutes } from './docs/routes';
import { duplicateRoutes } from './duplicates/routes';
import { erasureRoutes } from './erasure/routes';
import { eventRoutes } from './events/routes';
import type { AppContext } from './context';
import { formRoutes } from './forms/routes';
import { publicFormRoutes } from './forms/publicForms';
import { logAttempts } from './health/attemptLog';
import { healthRoutes } from './health/routes';
import { answerProblem, answerRefusals } from './http/answerProblems';
import { newId } from './values/ids';
import { takeJsonOnly } from './http/jsonBody';
import { logRequests, nameOrigins } from './http/requestLog';
import { requireApiKey } from './keys/requireApiKey';
import { meRoute } from './workspaces/routes';
import { pageRoutes } from './ui/routes';
import { pipelineRoutes } from './pipelines/routes';
import { problem } from './problems/problems';
import { deliveryRoutes } from './webhooks/deliveryRoutes';
import { answerReaders } from './ui/kit/notFoundPage';
import { docsPages } from './ui/docs/routes';
import { templateLibraryRoutes } from './templateLibrary/routes';
import { runRoutes } from './undo/routes';
import { recordRoutes } from './records/routes';
import { storable } from './values/storable';
import { type Backpressure, holdChanges } from './http/holdChanges';
import { nameUntrustedProxy } from './http/untrustedProxy';
import { consumerRoutes } from './webhooks/consumerRoutes';
import { pullRoutes } from './webhooks/pullRoutes';
import { webhookRoutes } from './webhooks/routes';

const MOST_BODY_BYTES = 5 * 1024 * 1024;

/** As long as a header may be: an id that is too long is one that does not exist. */
const LONGEST_URL_PART = 16 * 1024;

/** At these, each request and each try of a delivery has a line in the log. */
const LEVELS_OF_STEPS = ['info', 'debug', 'trace'];

/** Returns the whole service but its process: what it answers, feature by feature; a worker only says how it is. */
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
		// Addresses are what distinguishes strangers, so only a proxy of ours may set another one.
		trustProxy: fluid.config.trustedProxies,
	});
	refuseTunnels(app, fluid.publicUrl);
	answerRefusals(app, fluid, answerReaders);
	takeOneHost(app);
	compressAnswers(app);
	app.addHook('onRequest', (request, _reply, done) => {
		if (request.url.includes('%00')) {
			// No id has the character NUL, and PostgreSQL takes it for a fault of whoever asks for one.
			if (request.url.split('?', 1)[0]?.includes('%00')) throw problem('path_not_found');
			request.query = storable(request.query);
		}
		done();
	});
	nameUntrustedProxy(app);
	nameOrigins(app);
	const { role, logLevel } = fluid.config;
	if (LEVELS_OF_STEPS.includes(logLevel)) {
		logRequests(app);
		if (role !== 'api') logAttempts(app);
	}
	healthRoutes(app, fluid);
	if (role === 'worker') return app;
	docsRoutes(app, fluid);
	docsPages(app, fluid);
	pageRoutes(app, fluid);
	publicFormRoutes(app, fluid);
	templateLibraryRoutes(app, fluid);
	app.register(async (api) => {
		takeJsonOnly(api);
		api.decorateRequest('apiKey');
		api.decorateRequest('maker');
		api.addHook('onRequest', requireApiKey(fluid));
		meRoute(api, fluid);
		pipelineRoutes(api, fluid);
		api.register(async (records) => {
			holdChanges(records, waitForCapacity);
			ingestRoutes(records, fluid);
			dealRoutes(records, fluid);
			companyRoutes(records, fluid);
			contactRoutes(records, fluid);
			recordRoutes(records, fluid);
			duplicateRoutes(records, fluid);
		});
		erasureRoutes(api, fluid);
		webhookRoutes(api, fluid);
		deliveryRoutes(api, fluid);
		pullRoutes(api, fluid);
		alertRoutes(api, fluid);
		consumerRoutes(api, fluid);
		eventRoutes(api, fluid);
		runRoutes(api, fluid);
		formRoutes(api, fluid);
	});
	app.register(async (api) => {
		takeJsonOnly(api);
		agencyRoutes(api, fluid);
	});
	return app;
}
