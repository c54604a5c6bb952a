// Writes the lists in docs/ that follow from the contract, each between <!-- name --> and <!-- /name -->. Part of
// `npm run generate`; with --check it only says whether they are fresh.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { inRepository } from './repository.mjs';

const events = Object.entries(await json('contract/events.json'));
const fieldTypes = (await json('contract/schemas/custom-field-type.schema.json')).enum;

const when = ({ description }) => description.replace(/^Triggers when (.*)\.$/, '$1');

const lists = {
	'docs/n8n.md': { events: events.map(([, { title }]) => title).join(', ') },
	'docs/webhooks.md': {
		events: [
			'\n\n| event | happens when |\n| --- | --- |',
			...events.map(([name, event]) => `\n| \`${name}\` | ${when(event)} |`),
			'\n\n',
		].join(''),
	},
	'docs/command-line.md': { 'field types': `\`${fieldTypes.join(', ')}\`` },
};

for (const [file, texts] of Object.entries(lists)) {
	const path = inRepository(file);
	const current = await readFile(path, 'utf8');
	const fresh = await format(Object.entries(texts).reduce(withList, current), {
		...(await resolveConfig(path)),
		parser: 'markdown',
	});
	if (current === fresh) continue;
	if (!process.argv.includes('--check')) await writeFile(path, fresh);
	else {
		console.error(`${file} is older than the contract. Run \`npm run generate\` and commit it.`);
		process.exitCode = 1;
	}
}

function withList(text, [name, list]) {
	const [before, rest] = text.split(`<!-- ${name} -->`);
	const [, after] = rest?.split(`<!-- /${name} -->`) ?? [];
	if (after === undefined) throw new Error(`There is no place for the ${name} in a file of docs/.`);
	return `${before}<!-- ${name} -->${list}<!-- /${name} -->${after}`;
}

async function json(file) {
	return JSON.parse(await readFile(inRepository(file), 'utf8'));
}
