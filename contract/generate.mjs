// Writes what follows from the rest of the contract: a few schemas, and types.ts. `npm run generate`; with --check it
// only says whether they are fresh.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';
import { bundle } from './bundle.ts';
import { derivedSchemas } from './derivedSchemas.mjs';

const folder = new URL('./schemas/', import.meta.url);
const target = new URL('./types.ts', import.meta.url);

const files = (await readdir(folder)).filter((file) => file.endsWith('.schema.json')).sort();
const written = Object.fromEntries(
	await Promise.all(files.map(async (file) => [file, await json(new URL(file, folder))])),
);
const events = await json(new URL('./events.json', import.meta.url));
const derived = derivedSchemas(written, events);

const types = await compile(
	{
		$defs: withoutPropertyTitles(bundle(Object.values({ ...written, ...derived }), '#/$defs/')),
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

for (const [file, schema] of Object.entries(derived)) {
	const url = new URL(file, folder);
	const style = await resolveConfig(url);
	await write(url, await format(JSON.stringify(schema), { ...style, parser: 'json' }));
}
await write(target, text);

async function write(url, fresh) {
	const current = await readFile(url, 'utf8').catch(() => '');
	if (current === fresh) return;
	if (!process.argv.includes('--check')) return writeFile(url, fresh);
	const file = url.pathname.slice(url.pathname.lastIndexOf('/contract/') + 1);
	console.error(
		`${file} is older than what it follows from. Run \`npm run generate\` and commit it.`,
	);
	process.exitCode = 1;
}

async function json(url) {
	return JSON.parse(await readFile(url, 'utf8'));
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
