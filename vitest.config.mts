import { defineConfig } from 'vitest/config';
import { inRepository } from './scripts/repository.mjs';

const minute = 60_000;

/** A worker keeps what it has loaded for its next file: n8n's engine and the service, anew for each, took half the CPU. */
const loadedOnce = {
	isolate: false,
	setupFiles: [inRepository('test', 'support', 'limitsAsBefore.ts')],
};

/** Files that put modules of their own in place of others, for which these must be loaded anew. */
const withMocks = ['server/test/deals/oneFault.test.ts'];

/** What is about SQLite's own file, or about what comes before any database: it runs once. */
const ofEmbeddedAlone = [
	'server/test/{database,simulation,html,docs}/**',
	'server/test/cli/{backup,upgrade,secretKey,import*}.test.ts',
	'server/test/secrets/{atRest,key,nowhereElse}.test.ts',
	'server/test/requests/{oddValues,worstBodies}.test.ts',
	'server/test/forms/worstAnswers.test.ts',
	'server/test/records/renamedCompany.test.ts',
	...(process.env.FLUID_TEST_ALL_ON_POSTGRES
		? []
		: ['server/test/postgres/outages/{processes,upgrade}.test.ts']),
	'server/test/doctor/doctor.test.ts',
];

/** What runs on PostgreSQL in `npm test`; `npm run proof` runs all that is not of the embedded database alone. */
const ofTheHeart = [
	'server/test/{agency,companies,contacts,deals,events,keys,postgres,records,runs,undo}/**/*.test.ts',
	'server/test/webhooks/{catchUp,consumer,crash,delivery,lease,manyDeliveries,pull,replay}*.test.ts',
	'server/test/{blueprints,pipelines}/oldNames.test.ts',
	'server/test/process/{apiAndWorker,logs}.test.ts',
	'server/test/cli/{keys,undo,workspaces}.test.ts',
];

export default defineConfig({
	test: {
		// Two more than the cores of a small machine: many tests wait.
		maxWorkers: 4,
		// Where something is waited for, a busy machine may take its time; one second was too short for deliveries.
		expect: { poll: { timeout: 20_000 } },
		// n8n publishes source maps without the sources, and says so once per file.
		onConsoleLog: (log) => !log.includes('points to missing source files'),
		projects: [
			{
				extends: true,
				test: {
					...loadedOnce,
					name: 'contract',
					include: ['contract/**/*.test.ts', 'test/contract*.test.ts', 'test/reading/**/*.test.ts'],
					testTimeout: minute / 2,
				},
			},
			{
				extends: true,
				test: {
					...loadedOnce,
					name: 'server',
					include: ['server/test/**/*.test.ts'],
					setupFiles: [...loadedOnce.setupFiles, inRepository('test', 'support', 'plans.ts')],
					exclude: [...withMocks, 'server/test/postgres/outages/**'],
					testTimeout: minute / 2,
					hookTimeout: minute / 2,
				},
			},
			{
				extends: true,
				test: {
					...loadedOnce,
					name: 'postgres',
					include: process.env.FLUID_TEST_ALL_ON_POSTGRES
						? ['server/test/**/*.test.ts']
						: ofTheHeart,
					exclude: [...withMocks, ...ofEmbeddedAlone],
					globalSetup: inRepository('test', 'support', 'postgresForAll.ts'),
					testTimeout: minute / 2,
					hookTimeout: minute,
				},
			},
			{
				extends: true,
				test: { name: 'mocks', include: withMocks, testTimeout: minute / 2 },
			},
			{
				extends: true,
				test: {
					...loadedOnce,
					name: 'zapier',
					include: ['zapier-app/test/**/*.test.ts'],
					setupFiles: [
						...loadedOnce.setupFiles,
						inRepository('zapier-app', 'test', 'support', 'workerMemory.ts'),
					],
					testTimeout: minute / 2,
					hookTimeout: minute,
				},
			},
			{
				extends: true,
				test: {
					// What Zapier asks for before it publishes; on the zip that `npm run check:zapier` has built.
					name: 'zapier-checks',
					include: ['zapier-app/checks/**/*.test.ts'],
					testTimeout: minute / 2,
					hookTimeout: minute,
				},
			},
			{
				extends: true,
				test: {
					...loadedOnce,
					name: 'nodes',
					include: ['test/*.test.ts'],
					exclude: ['test/contract*.test.ts'],
					// The copy that the built nodes and n8n's engine use; its ES modules do not load in plain Node.js.
					alias: { 'n8n-workflow': inRepository('node_modules/n8n-workflow/dist/cjs/index.js') },
					testTimeout: minute / 2,
					hookTimeout: minute,
				},
			},
			{
				extends: true,
				test: {
					...loadedOnce,
					name: 'e2e',
					include: ['test/e2e/**/*.test.ts'],
					testTimeout: 3 * minute,
					hookTimeout: 5 * minute,
				},
			},
			{
				extends: true,
				test: {
					...loadedOnce,
					name: 'browser',
					include: ['test/browser/**/*.test.ts'],
					testTimeout: minute,
					hookTimeout: minute,
				},
			},
		],
	},
});
