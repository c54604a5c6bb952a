import type { CompanyInput, DealInput, InputError, OnCreate } from '../../../contract/types';

/** Returns an input as it counts for a new deal: what it has for one wins over what stands beside it. */
export function asNewDeal(given: DealInput): DealInput {
	if (!('on_create' in given)) return given;
	const { on_create, ...input } = given;
	if (!on_create) return input;
	const { custom_fields } = on_create;
	return {
		...withoutPlace(input, on_create),
		...on_create,
		...merged('contact', input.contact, on_create.contact),
		...merged('company', asObject(input.company), asObject(on_create.company)),
		...(custom_fields && { custom_fields: inOrder(input.custom_fields, custom_fields) }),
	};
}

/** Returns faults of an input that counts for a new deal, each with the place where it was written. */
export function asWritten(errors: InputError[], on_create: OnCreate | undefined): InputError[] {
	return errors.map((error) => whereWritten(error, on_create));
}

/** Returns the same of one fault or warning. */
export function whereWritten<About extends { pointer: string }>(
	about: About,
	on_create: OnCreate | undefined,
): About {
	return isInside(about, on_create) ? { ...about, pointer: `/on_create${about.pointer}` } : about;
}

/** Returns whether a fault is one of what counts for a new deal only. */
export function isInside(
	{ pointer }: Pick<InputError, 'pointer'>,
	on_create: OnCreate | undefined,
): boolean {
	let inside: unknown = on_create;
	for (const name of pointer.split('/').slice(1)) {
		// A company may be its name alone.
		if (typeof inside === 'string') return true;
		if (typeof inside !== 'object' || inside === null) return false;
		const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
		if (!Object.hasOwn(inside, key)) return false;
		inside = (inside as Record<string, unknown>)[key];
	}
	return inside !== undefined;
}

/** One name of a pipeline stands for the other; a stage's id names its pipeline as well. */
function withoutPlace(input: DealInput, on_create: OnCreate): DealInput {
	const { pipeline_id, pipeline, stage_id, stage, ...rest } = input;
	const hasStageId = on_create.stage_id !== undefined;
	const hasPipeline = on_create.pipeline_id !== undefined || on_create.pipeline !== undefined;
	return {
		...rest,
		...(hasPipeline || hasStageId ? {} : defined({ pipeline_id, pipeline })),
		...(hasStageId || on_create.stage !== undefined ? {} : defined({ stage_id, stage })),
	};
}

function defined<T extends object>(values: T): Partial<T> {
	const entries = Object.entries(values).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as Partial<T>;
}

/** Property by property, where both are objects. */
function merged(
	name: string,
	outside: object | null | undefined,
	inside: object | null | undefined,
) {
	if (!inside) return {};
	return { [name]: { ...outside, ...inside } };
}

function asObject(company: DealInput['company']): CompanyInput | null | undefined {
	return typeof company === 'string' ? { name: company } : company;
}

/** Fields may be named by key or by id: the value that counts comes last. */
function inOrder(outside: object | undefined, inside: object): DealInput['custom_fields'] {
	const others = Object.entries(outside ?? {}).filter(([name]) => !Object.hasOwn(inside, name));
	return Object.fromEntries([...others, ...Object.entries(inside)]);
}
