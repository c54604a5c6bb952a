import { styleText } from 'node:util';

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
		say(
			'Not part of npm test: what needs a real n8n or a browser (npm run test:e2e), the checks of',
		);
		say(
			"the Zapier app's built zip (npm run check:zapier), and PostgreSQL (its adapter is not there yet).",
		);
	}
}

const say = (line) => console.error(styleText('yellow', line));
