import { defineConfig } from 'vitest/config';
import { inRepository } from './scripts/repository.mjs';

const minute = 60_000;

export default defineConfig({
	test: {
		// Each worker loads n8n's engine or a whole service; more of them than cores make one another time out.
		maxWorkers: 2,
		// n8n publishes source maps without the sources, and says so once per file.
		onConsoleLog: (log) => !log.includes('points to missing source files'),
		projects: [
			{
				extends: true,
				test: {
					name: 'contract',
					include: ['contract/**/*.test.ts', 'test/contract*.test.ts', 'test/reading/**/*.test.ts'],
					testTimeout: minute / 2,
				},
			},
			{
				extends: true,
				test: { name: 'server', include: ['server/test/**/*.test.ts'], testTimeout: minute / 2 },
			},
			{
				extends: true,
				test: {
					name: 'zapier',
					include: ['zapier-app/test/**/*.test.ts'],
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
					name: 'e2e',
					include: ['test/e2e/**/*.test.ts'],
					// One real n8n at a time: it takes a core for itself.
					fileParallelism: false,
					testTimeout: 3 * minute,
					hookTimeout: 5 * minute,
				},
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: ['test/browser/**/*.test.ts'],
					fileParallelism: false,
					testTimeout: minute,
					hookTimeout: minute,
				},
			},
		],
	},
});
