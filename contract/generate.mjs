// Writes types.ts from the schemas. `npm run generate`; with --check it only says whether types.ts is fresh.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import { bundle } from './bundle.ts';

const folder = new URL('./schemas/', import.meta.url);
const target = new URL('./types.ts', import.meta.url);

const files = (await readdir(folder)).filter((file) => file.endsWith('.schema.json')).sort();
const schemas = await Promise.all(
	files.map(async (file) => JSON.parse(await readFile(new URL(file, folder), 'utf8'))),
);

const types = await compile(
	{
		$defs: withoutPropertyTitles(bundle(schemas, '#/$defs/')),
		title: 'Contract',
		type: 'object',
		additionalProperties: false,
	},
	'Contract',
	{
		bannerComment: '// Generated from contract/schemas by `npm run generate`. Do not edit.',
		unreachableDefinitions: true,
		ignoreMinAndMaxItems: true,
		style: { singleQuote: true, useTabs: true, printWidth: 100 },
	},
);
const text = types
	.replace(/export interface Contract \{\}\n/, '')
	.replace(
		/ \*\n \* This interface was referenced by [^*]*\n \* via the `definition` "\w+"\.\n/g,
		'',
	);

if (process.argv.includes('--check')) {
	const current = await readFile(target, 'utf8').catch(() => '');
	if (current !== text) {
		console.error(
			'contract/types.ts is older than the schemas. Run `npm run generate` and commit it.',
		);
		process.exit(1);
	}
} else {
	await writeFile(target, text);
}

/** A title on a property would become a type of its own; only the schemas themselves keep theirs. */
function withoutPropertyTitles(schemas) {
	return Object.fromEntries(
		Object.entries(schemas).map(([title, schema]) => [title, { ...strip(schema), title }]),
	);
}

function strip(value) {
	if (Array.isArray(value)) return value.map(strip);
	if (value === null || typeof value !== 'object') return value;
	const { examples: _examples, ...rest } = value;
	if (typeof rest.title === 'string') delete rest.title;
	// What a reference leads to says its type already; beside it, that is for the validator.
	if (typeof rest.$ref === 'string') delete rest.type;
	return Object.fromEntries(Object.entries(rest).map(([key, entry]) => [key, strip(entry)]));
}
