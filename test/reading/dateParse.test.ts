import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * Where the language's own parser of dates reads text, and whose. It makes 1 March of 29.02.2027 and March of 03/12/2026,
 * so it reads nobody's text: what people or other systems write is read by contract/reading.
 */
const own: Record<string, string> = {
	'contract/reading/retryAfter.ts': 'what readMoment has written',
	'contract/reading/zones.ts': 'a day put together from numbers',
	'nodes/Fluid/asBefore.ts': 'what readMoment has written',
	'server/src/ui/deal/reminderTag.ts': 'a moment of the database',
	'server/src/health/deliveryMetrics.ts': 'a moment of the database',
	'server/src/values/moment.ts': 'a moment that the format of RFC 3339 has checked',
	'server/src/ui/kit/time.ts': 'a moment of the database',
	'server/src/webhooks/deliveries.ts': 'a moment of the database',
	'server/src/webhooks/webhookQueue.ts': 'a moment of the database',
	'server/src/webhooks/findFirstSequence.ts': 'a moment that readQueryMoment has checked',
	'server/src/ui/settings/webhooks/deliveryPage.ts': 'a moment of the database',
	'server/src/alerts/condition.ts': 'moments of the database',
	'server/src/workspaces/deletion.ts': 'a moment of the database',
	'server/src/deals/narrowing.ts': 'a moment that readQueryMoment has checked, and today',
};

const folders = ['contract', 'credentials', 'nodes', 'server/src', 'zapier-app/src'];
const files = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,js}`)).sort();

/** Returns whether a file has text read by Date.parse, new Date or one of the helpers that guess. */
function readsText(text: string): boolean {
	if (!/\b(Date|tryToParseDateTime)\b/.test(text)) return false;
	const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest);
	let found = false;
	const visit = (node: ts.Node): void => {
		found ||= isReading(node);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;

	function isReading(node: ts.Node): boolean {
		if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date') {
			return node.arguments?.length === 1 && !isNumber(node.arguments[0] as ts.Expression);
		}
		return (
			ts.isCallExpression(node) &&
			/^(Date\.parse|tryToParseDateTime|Date)$/.test(node.expression.getText(source)) &&
			node.arguments.length > 0
		);
	}

	/** A sum or a literal; a text put together would hold a string. */
	function isNumber(node: ts.Expression): boolean {
		if (ts.isNumericLiteral(node)) return true;
		if (ts.isBinaryExpression(node)) return isNumber(node.left) || isNumber(node.right);
		if (ts.isConditionalExpression(node))
			return isNumber(node.whenTrue) || isNumber(node.whenFalse);
		if (ts.isCallExpression(node))
			return /(^Math\.\w+|^Date\.now|^Number|\.getTime)$/.test(node.expression.getText(source));
		return /(Ms|^ms)$/.test(node.getText(source).split('.').at(-1) ?? '');
	}
}

test('the sources are looked at', () => {
	expect(files.length).toBeGreaterThan(250);
});

test("the language's own parser of dates reads nothing but what Fluid has written", () => {
	const found = files.filter((file) => readsText(readFileSync(file, 'utf8')));
	expect(found.sort()).toEqual(Object.keys(own).sort());
});

describe('a file that has it read somebody else would be found', () => {
	test.each([
		'const day = new Date(text);',
		'const day = new Date(`${given}`);',
		'const day = new Date(given + " UTC");',
		'const ms = Date.parse(header);',
		'const day = tryToParseDateTime(value, zone);',
	])('%s', (line) => expect(readsText(line)).toBe(true));

	test.each([
		'const now = new Date();',
		'const later = new Date(now.getTime() + DAY_MS);',
		'const then = new Date(Number(seconds) * 1000);',
		'const start = new Date(0);',
		'const ms = Date.now();',
	])('%s is a number', (line) => expect(readsText(line)).toBe(false));
});
