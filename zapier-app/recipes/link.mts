import { isFluid, placeOf, published, type Recipe, type RecipeStep } from './recipe.mts';

/** Returns how many steps a link can put in: those from the first on whose names at Zapier are known. */
export function linkedSteps({ steps }: Recipe): number {
	const unknown = steps.findIndex((step) => names(step) === undefined);
	return unknown === -1 ? steps.length : unknown;
}

/**
 * Returns the address that opens the editor with the recipe's steps, and in them the values that are the same for
 * everyone; undefined where not even the first step can be named. What is mapped has to be chosen by hand.
 */
export function prefilledLink(recipe: Recipe): string | undefined {
	const parameters = recipe.steps
		.slice(0, linkedSteps(recipe))
		.flatMap((step, index): Parameter[] => {
			const { app, action } = names(step) as { app: string; action: string };
			return [
				[`steps[${index}][app]`, `${app}@latest`],
				[`steps[${index}][action]`, action],
				...constants(step).map(
					([key, value]): Parameter => [`steps[${index}][params][${key}]`, value],
				),
			];
		});
	if (parameters.length === 0) return undefined;
	return `https://api.zapier.com/v1/embed/${published.slug}/create?${new URLSearchParams(parameters)}`;
}

type Parameter = [name: string, value: string];

/** Returns the values that are mapped from no other step. */
export const constants = ({ fields = {} }: RecipeStep) =>
	Object.entries(fields).filter(([, value]) => !value.includes('{{'));

function names(step: RecipeStep): { app: string; action: string } | undefined {
	if (isFluid(step)) return { app: published.key, action: placeOf(step)[1] };
	const { app_key, action_key } = step;
	return app_key && action_key ? { app: app_key, action: action_key } : undefined;
}
