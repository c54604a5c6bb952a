import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { inRepository } from '../../scripts/repository.mjs';
import type { Snapshot } from '../checks/snapshot.ts';
import { recipePage } from './page.mts';
import type { Recipe } from './recipe.mts';

const folder = inRepository('zapier-app', 'recipes');

/** Returns the recipes by the names of their files. */
export function recipes(): Record<string, Recipe> {
	const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
	return Object.fromEntries(
		files.sort().map((file) => [basename(file, '.json'), read(join(folder, file)) as Recipe]),
	);
}

/** Returns every page of docs/zaps by its path, formatted as the repository is. */
export async function recipePages(): Promise<Record<string, string>> {
	const snapshot = read(inRepository('zapier-app', 'definition.snapshot.json')) as Snapshot;
	const all = recipes();
	const texts = Object.entries(all).map(([name, recipe]) => [name, recipePage(recipe, snapshot)]);
	const written = [...texts, ['README', contents(all)]].map(async ([name, text]) => {
		const path = inRepository('docs', 'zaps', `${name}.md`);
		const options = await resolveConfig(path);
		return [path, await format(text as string, { ...options, filepath: path })];
	});
	return Object.fromEntries(await Promise.all(written));
}

const contents = (all: Record<string, Recipe>) =>
	[
		'<!-- Written by `npm run generate` from zapier-app/recipes. -->',
		'# Zaps to start from',
		'Each page explains step by step what to choose. Where possible, a link opens the Zap with its steps filled in; these links work once the Fluid app is published on Zapier.',
		...Object.entries(all).map(
			([name, { title, description }]) => `- [${title}](${name}.md): ${description}`,
		),
	].join('\n\n');

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
