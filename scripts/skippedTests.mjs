import { styleText } from 'node:util';
import { whyNoPostgres } from './postgres.mjs';

/** Says at the end of `npm test`, and of `npm run test:e2e`, what was left out, and why. */
export default class SkippedTests {
	/** @param {ReadonlyArray<import('vitest/node').TestModule>} modules */
	onTestRunEnd(modules) {
		const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
		for (const test of skipped) {
			const { needs } = test.meta();
			if (needs) say(`Skipped, for it needs ${needs}: ${test.fullName}`);
		}
		if (modules.some(({ project }) => ['e2e', 'browser'].includes(project.name))) return;
		const why = whyNoPostgres();
		if (why) say(`Skipped, the tests on PostgreSQL: ${why}.`);
		say(
			"Not part of npm test: what needs a real n8n or a browser (npm run test:e2e), and the checks of the Zapier app's built zip (npm run check:zapier).",
		);
	}
}

const say = (line) => console.error(styleText('yellow', line));
