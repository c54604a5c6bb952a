/** A Zap to build by hand or with a link. `{{1.email}}` in a value is what step 1 gives as `email`. */
export type Recipe = {
	title: string;
	description: string;
	/** What must be there first, in Markdown. */
	before: string[];
	steps: RecipeStep[];
	/** What is good to know afterwards, in Markdown. */
	notes: string[];
};

export type RecipeStep = FluidStep | ForeignStep;

/** What to fill in, by the field's key. */
type Filled = { fields?: Record<string, string>; do?: string[] };

/** A step of our own app: exactly one of trigger, search and create, by its key. */
export type FluidStep = Filled & {
	app: 'Fluid';
	trigger?: string;
	search?: string;
	create?: string;
	/** Only of a search: what to fill in to create what is not found. */
	create_fields?: Record<string, string>;
};

/** A step of another app. A name that Zapier has for it and that we do not know for certain is null. */
export type ForeignStep = Filled & {
	app: string;
	app_key: string | null;
	action: string;
	action_key: string | null;
	/** What the step gives, each with an example. */
	gives?: Record<string, string>;
};

/** What Zapier calls our app once it is published; until then the links lead nowhere. */
export const published = { slug: 'fluid', key: 'FluidCLIAPI' };

export const isFluid = (step: RecipeStep): step is FluidStep => step.app === 'Fluid';

/** Returns where a step of ours stands in the definition, e.g. `['creates', 'update_deal']`. */
export function placeOf({ trigger, search, create }: FluidStep) {
	if (trigger !== undefined) return ['triggers', trigger] as const;
	if (search !== undefined) return ['searches', search] as const;
	return ['creates', create ?? ''] as const;
}

/** Returns a value with everything that is mapped in it replaced. */
export function replaceMapped(value: string, by: (step: number, key: string) => string): string {
	return value.replace(/\{\{(\d+)\.(\w+)\}\}/g, (_, step: string, key: string) =>
		by(Number(step), key),
	);
}
