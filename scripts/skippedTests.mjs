import { styleText } from 'node:util';
import { whyNoPostgres } from './postgres.mjs';

/** Says at the end of `npm test`, and of `npm run test:e2e`, what was left out, and why. */
export default class SkippedTests {
	/** @param {ReadonlyArray<import('vitest/node').TestModule>} modules */
	onTestRunEnd(modules) {
		const tests = modules.flatMap((module) => [...module.children.allTests()]);
		const isSkipped = (test) => test.result().state === 'skipped';
		// A test of several projects may run in one of them alone.
		const ran = new Set(tests.filter((test) => !isSkipped(test)).map(nameOf));
		const lines = tests
			.filter((test) => isSkipped(test) && test.meta().needs && !ran.has(nameOf(test)))
			.map((test) => `Skipped, for it needs ${test.meta().needs}: ${test.fullName}`);
		for (const line of new Set(lines)) say(line);
		if (modules.some(({ project }) => ['e2e', 'browser'].includes(project.name))) return;
		const why = whyNoPostgres();
		if (why) say(`Skipped, the tests on PostgreSQL: ${why}.`);
		say(
			"Not part of npm test: what needs a real n8n or a browser (npm run test:e2e), and the checks of the Zapier app's built zip (npm run check:zapier).",
		);
	}
}

const nameOf = ({ module, fullName }) => `${module.moduleId} ${fullName}`;

const say = (line) => console.error(styleText('yellow', line));
