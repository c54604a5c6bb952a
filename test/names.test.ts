import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { inRepository } from '../scripts/repository.mjs';

/** Names that have to stand in two files, each with the reason. */
const TWICE: Record<string, string> = {};

/** Returns the names that a file declares and exports itself; what it only hands on is another file's. */
function exportedBy(file: string): string[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(inRepository(file), 'utf8'),
		ts.ScriptTarget.Latest,
	);
	return source.statements
		.filter((statement) => ts.canHaveModifiers(statement) && isExported(statement))
		.flatMap((statement) =>
			ts.isVariableStatement(statement)
				? statement.declarationList.declarations.map(({ name }) => name.getText(source))
				: [(statement as ts.FunctionDeclaration).name?.text ?? ''],
		)
		.filter((name) => name !== '');
}

function isExported(statement: ts.HasModifiers): boolean {
	const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
	return modifiers.includes(ts.SyntaxKind.ExportKeyword);
}

test('an exported name means one thing', () => {
	const files = globSync('{contract,credentials,nodes,server,test,zapier-app}/**/*.{ts,mts}', {
		cwd: inRepository('.'),
		exclude: ['**/node_modules', '**/dist', '**/*.test.ts', '**/*.d.ts'],
	});
	const places = new Map<string, string[]>();
	for (const file of files) {
		// A function may have several signatures in one file.
		for (const name of new Set(exportedBy(file))) {
			places.set(name, [...(places.get(name) ?? []), file]);
		}
	}
	const twice = [...places].filter(([, where]) => where.length > 1);

	expect(places.size).toBeGreaterThan(1000);
	expect(twice.filter(([name]) => !(name in TWICE))).toEqual([]);
	expect(Object.keys(TWICE).filter((name) => (places.get(name)?.length ?? 0) < 2)).toEqual([]);
});

/** Words that comments and test titles once used for calls, answers, events and reports, and that say none of them. */
const VAGUE = /\b(told|tells|retells?|feels|hears|wishes)\b/i;

test('comments and titles name what happens: a call, an answer, an event, a report', () => {
	const folders = '{contract,credentials,nodes,scripts,server,test,zapier-app}';
	const files = globSync(`${folders}/**/*.{ts,mts,mjs,cjs,js,css}`, {
		cwd: inRepository('.'),
		exclude: ['**/node_modules', '**/dist', 'test/names.test.ts'],
	});
	const vague = files.flatMap((file) =>
		readFileSync(inRepository(file), 'utf8')
			.split('\n')
			.flatMap((line, index) => (VAGUE.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
	);

	expect(files.length).toBeGreaterThan(700);
	expect(vague).toEqual([]);
});
