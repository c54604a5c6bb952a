import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { type LocatorChoice, chosen } from './locators';

/** Returns the pipeline that is chosen while the node is edited. An expression has no value yet, so the pipeline it will give is not known. */
export function currentPipeline(
	context: ILoadOptionsFunctions,
	parameter = 'pipeline',
): LocatorChoice {
	const choice = chosen(context.getCurrentNodeParameter(parameter));
	const text = choice === undefined ? '' : 'id' in choice ? choice.id : choice.name;
	return text.startsWith('=') ? undefined : choice;
}

/** Returns the pipeline of a new deal: it goes where its own group says, else where the node says. */
export function newDealPipeline(context: ILoadOptionsFunctions): LocatorChoice {
	return currentPipeline(context, 'onCreate.pipeline') ?? currentPipeline(context);
}
