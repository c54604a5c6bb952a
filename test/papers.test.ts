import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { rooms } from '../.dependency-cruiser.mjs';
import { Fluid } from '../nodes/Fluid/Fluid.node';
import type { Resource } from '../nodes/Fluid/operation';
import { inRepository } from '../scripts/repository.mjs';
import packageJson from '../package.json';
import { pages } from '../scripts/screenshots/pages.mjs';
import zapier from '../zapier-app/definition.snapshot.json';

const read = (path: string) => readFileSync(inRepository(path), 'utf8');
const foldersIn = (path: string) =>
	readdirSync(inRepository(path), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !OF_TOOLS.test(entry.name))
		.map(({ name }) => name);

/** Folders that git, npm, builds and the service itself make. */
const OF_TOOLS = /^(\..*|node_modules|dist|data)$/;

const files = globSync('{**,.github/**,.ci/**}/*', {
	cwd: inRepository('.'),
	exclude: ['**/node_modules', '**/dist', '**/data'],
});
const roomFolders = foldersIn('server/src');

/** Returns what a paper names in code style that looks like a file or a folder, e.g. `http/jsonBody.ts`. */
function namedFiles(paper: string): string[] {
	const names = [...read(paper).matchAll(/`([\w.*/-]+)`/g)].map(([, name]) => name as string);
	return names.filter((name) => /\.(ts|mts|mjs|json|md|yml|css|js)$|\/$/.test(name));
}

/** Returns whether it is there: from the root, or by the end of its path, as in a sentence about its folder. */
function isThere(name: string): boolean {
	const path = name.replace(/^(\.\.\/)+|\/$/g, '');
	const ending = new RegExp(`(^|/)${path.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(/|$)`);
	return existsSync(inRepository(path)) || files.some((file) => ending.test(file));
}

const PAPERS = ['CONTRIBUTING.md', 'docs/architecture.md', ...files.filter(isReadme)];

function isReadme(file: string): boolean {
	return file.endsWith('/README.md') && !file.startsWith('docs/');
}

describe('the papers for whoever works on Fluid', () => {
	test('each folder at the top and each room of the service says what it is', () => {
		const missing = [
			...foldersIn('.').map((name) => `${name}/README.md`),
			...roomFolders.map((room) => `server/src/${room}/README.md`),
		].filter((path) => !files.includes(path));

		expect(missing).toEqual([]);
	});

	test.each(PAPERS)('every file that %s names exists', (paper) => {
		expect(namedFiles(paper).filter((name) => !isThere(name))).toEqual([]);
	});

	test('the picture of the rooms has each room, and none that is not there', () => {
		const [table = ''] = /## The rooms of the service[^]*?\n\n(\|[^]*?)\n\n/
			.exec(read('docs/architecture.md'))
			?.slice(1) as string[];
		const named = [...table.matchAll(/^\| (.*?) \|/gm)]
			.flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)\/`/g)])
			.map(([, room]) => room);

		expect(named.sort()).toEqual(roomFolders.sort());
	});

	test.each(rooms.flat())('the README of %s says what the lint lets it import', (room) => {
		const level = rooms.findIndex((names) => names.includes(room));
		const says = / May import (.*)\.$/m.exec(
			read(`server/src/${room}/README.md`).replaceAll('- ', ' '),
		);
		const named = [...(says?.[1] ?? '').matchAll(/`(\w+)\/`/g)].map(([, name]) => name);

		expect(named.sort()).toEqual([...(rooms[level - 1] ?? [])].sort());
	});

	test('every room has its level in the lint', () => {
		expect(rooms.flat().sort()).toEqual(roomFolders.sort());
	});

	test('every command that a paper gives to run is there', () => {
		const papers = files.filter((file) => /^[^/]*\.md$|^docs\/|README\.md$/.test(file));
		const commands = papers
			.filter((file) => file.endsWith('.md'))
			.flatMap((file) => [...read(file).matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)])
			.map(([, name]) => name as string);

		expect(commands.length).toBeGreaterThan(20);
		expect(commands.filter((name) => !(name in packageJson.scripts))).toEqual([]);
	});
});

test('every entry of an operation menu does something, and everything that is done has one', async () => {
	const sources = files.filter((file) => /: Resource = \{$/m.test(isNode(file) ? read(file) : ''));
	const resources = await Promise.all(
		sources.map(async (file) => Object.values(await import(inRepository(file))) as Resource[]),
	);
	const unlike = resources
		.flat()
		.map(({ name, menu, operations }) => ({
			name,
			menu: menu.map(({ value }) => value).sort(),
			operations: Object.keys(operations).sort(),
		}))
		.filter(({ menu, operations }) => menu.join() !== operations.join());

	expect(resources.length).toBeGreaterThan(5);
	expect(unlike).toEqual([]);
});

function isNode(file: string): boolean {
	return /^nodes\/Fluid\/\w+\.ts$/.test(file);
}

test('the page of pictures shows each that is taken, and no others', () => {
	const shown = [...read('docs/screenshots/README.md').matchAll(/\]\((?!n8n-)([\w-]+)\.png\)/g)];
	const taken = pages.map(({ name }) => name);

	expect(shown.map(([, name]) => name).sort()).toEqual(taken.sort());
});

describe('the papers for users', () => {
	const { properties } = new Fluid().description;
	const optionsOf = ({ options = [] }: INodeProperties) => options as INodePropertyOptions[];
	const [resources] = properties.filter(({ name }) => name === 'resource').map(optionsOf);
	const operations = (resources ?? []).flatMap((resource) =>
		properties
			.filter(({ name }) => name === 'operation')
			.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(resource.value))
			.flatMap(optionsOf)
			.map((operation): [string, string] => [resource.name, operation.name]),
	);

	test.each(['README.md', 'docs/n8n.md'])('%s names every operation of the n8n node', (paper) => {
		const rows = rowsOf(read(paper));
		const missing = operations.filter(
			([resource, operation]) => !rows.get(resource)?.some((cells) => names(cells, operation)),
		);

		expect(operations.length).toBeGreaterThan(15);
		expect(missing).toEqual([]);
	});

	test("the Zapier app's README names every trigger, action and search", () => {
		const text = read('zapier-app/README.md');
		const { triggers, creates, searches } = zapier;
		const labels = Object.values({ ...triggers, ...creates, ...searches })
			.filter((step) => !('hidden' in step && step.hidden) && !step.label.endsWith(' List'))
			.map(({ label }) => label);

		expect(labels.length).toBeGreaterThan(20);
		expect(labels.filter((label) => !text.includes(label))).toEqual([]);
	});
});

/** Returns the further cells of each row of a paper's tables by the first one; a row without one belongs to the row above. */
function rowsOf(paper: string): Map<string, string[]> {
	const rows = new Map<string, string[]>();
	let first = '';
	for (const [, line = ''] of paper.matchAll(/^\|(.*)\|$/gm)) {
		const [cell = '', ...others] = line.split('|').map((text) => text.trim());
		first = cell || first;
		rows.set(first, [...(rows.get(first) ?? []), ...others]);
	}
	return rows;
}

/** A cell lists operations by commas, or has one alone. */
function names(cell: string, operation: string): boolean {
	return cell.split(',').some((part) => part.trim() === operation);
}
