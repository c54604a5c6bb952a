import type { Snapshot, StepShape } from '../checks/snapshot.ts';
import { linkedSteps, prefilledLink } from './link.mts';
import { isFluid, placeOf, type Recipe, replaceMapped, type RecipeStep } from './recipe.mts';

const BY_NAME =
	'Pipelines and stages are given by name, so the same Zap fits every workspace that has them.';

/** Returns a recipe as a page in Markdown, in the words that a user reads in Zapier. */
export function recipePage(recipe: Recipe, snapshot: Snapshot): string {
	const { title, description, before, steps, notes } = recipe;
	return [
		'<!-- Written by `npm run generate` from zapier-app/recipes. -->',
		`# ${title}`,
		description,
		opening(recipe),
		'## What you need',
		list(['The Fluid app in Zapier, connected to your workspace.', ...before]),
		...steps.flatMap((step, index) => stepPart(step, index, recipe, snapshot)),
		'## Good to know',
		list([...(steps.some(isPlaced) ? [BY_NAME] : []), ...notes]),
	].join('\n\n');
}

function opening(recipe: Recipe): string {
	const link = prefilledLink(recipe);
	const count = linkedSteps(recipe);
	if (link === undefined) {
		const { app } = recipe.steps[0] as RecipeStep;
		return `There is no link that opens this Zap: which name Zapier has for this trigger of ${app} is not known to us. Choose **Create > Zaps** in Zapier, and build it with the steps below.`;
	}
	const rest =
		count < recipe.steps.length
			? ` It ends with step ${count}: which names Zapier has for the steps behind it is not known to us, so add them by hand.`
			: '';
	return `Once the Fluid app is published at Zapier, **[open this Zap there](${link})** with its steps and fixed values filled in, and do what the steps below say.${rest} Until then, build it with the steps below.`;
}

function stepPart(step: RecipeStep, index: number, recipe: Recipe, snapshot: Snapshot): string[] {
	const created = createdBy(step, snapshot);
	return [
		`## ${index + 1}. ${step.app}: ${actionLabel(step, snapshot)}`,
		...(step.do ? [list(step.do)] : []),
		...table(step, recipe, snapshot),
		...(created
			? [
					'Turn on that the deal is created if it does not exist yet, and fill in for the new one:',
					...table(created, recipe, snapshot),
				]
			: []),
	];
}

function table(step: RecipeStep, recipe: Recipe, snapshot: Snapshot): string[] {
	const rows = Object.entries(step.fields ?? {}).map(
		([key, value]) =>
			`| ${fieldLabel(step, key, snapshot)} | ${shownValue(step, key, value, recipe, snapshot)} |`,
	);
	return rows.length > 0 ? [['| Field | Fill in |', '| --- | --- |', ...rows].join('\n')] : [];
}

/** Returns the action with which a search creates what it does not find, as a step of its own. */
function createdBy(step: RecipeStep, snapshot: Snapshot): RecipeStep | undefined {
	if (!isFluid(step) || step.create_fields === undefined) return undefined;
	const { create } = snapshot.searchOrCreates[step.search ?? ''] ?? {};
	return create === undefined ? undefined : { app: 'Fluid', create, fields: step.create_fields };
}

const isPlaced = ({ fields = {} }: RecipeStep) => 'pipeline_id' in fields;

function actionLabel(step: RecipeStep, snapshot: Snapshot): string {
	return isFluid(step) ? (shapeOf(step, snapshot)?.label ?? '') : step.action;
}

function fieldLabel(step: RecipeStep, key: string, snapshot: Snapshot): string {
	return shapeOf(step, snapshot)?.inputFields[key]?.label ?? inWords(key);
}

function shownValue(
	step: RecipeStep,
	key: string,
	value: string,
	{ steps }: Recipe,
	snapshot: Snapshot,
): string {
	const choice = shapeOf(step, snapshot)?.inputFields[key]?.choices?.[value];
	return replaceMapped(choice ?? value, (number, name) => {
		const source = shapeOf(steps[number - 1] as RecipeStep, snapshot);
		return `**${source?.outputFields[name]?.label ?? inWords(name)}** (step ${number})`;
	});
}

function shapeOf(step: RecipeStep, snapshot: Snapshot): StepShape | undefined {
	if (!isFluid(step)) return undefined;
	const [kind, key] = placeOf(step);
	return snapshot[kind][key];
}

/** `lead_data__email` as Zapier shows it: Lead Data Email. */
const inWords = (key: string) =>
	key
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.split(/[_ ]+/)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');

const list = (entries: string[]) => entries.map((entry) => `- ${entry}`).join('\n');
