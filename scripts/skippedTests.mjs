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
		const ofEdges = modules.some(({ project }) => EDGES.includes(project.name));
		const why = whyNoPostgres();
		if (why && !ofEdges) say(`Skipped, the tests on PostgreSQL: ${why}.`);
		if (why && modules.some(({ project }) => project.name === 'e2e'))
			say(`Skipped, the tests of a PostgreSQL that fails: ${why}.`);
		if (ofEdges) return;
		say(
			"Not part of npm test: what needs a real n8n or a browser, and a PostgreSQL that fails (npm run test:e2e), and the checks of the Zapier app's built zip (npm run check:zapier).",
		);
	}
}

/** What `npm run test:e2e` adds. */
const EDGES = ['e2e', 'browser', 'outages'];

const nameOf = ({ module, fullName }) => `${module.moduleId} ${fullName}`;

const say = (line) => console.error(styleText('yellow', line));
