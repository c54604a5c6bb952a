import type { IHookFunctions } from 'n8n-workflow';
import { events, type EventName, type FilterName } from '../../contract/events';
import type { Form, WebhookFiltersInput, WebhookInput } from '../../contract/types';
import { names } from './group';
import { type LocatorChoice, chosen } from './locators';
import { list } from './pages';
import { idOf } from './places';
import type { FluidClient } from './request';

type Read = (context: IHookFunctions, fluid: FluidClient) => Promise<WebhookFiltersInput>;

const reads: Record<FilterName, Read> = {
	pipeline_id: async (context) =>
		byIdOrName(picked(context, 'pipeline'), 'pipeline_id', 'pipeline'),
	stage_id: async (context) => byIdOrName(picked(context, 'stage'), 'stage_id', 'stage'),
	from_stage_id: async (context) =>
		byIdOrName(picked(context, 'fromStage'), 'from_stage_id', 'from_stage'),
	form_id: async (context, fluid) => {
		const loadForms = () => list<Form>(fluid, '/api-forms');
		const form_id = await idOf(context, picked(context, 'form'), 'lead form', loadForms);
		return form_id === undefined ? {} : { form_id };
	},
	changed_fields: async (context) => {
		const changed_fields = names(context.getNodeParameter('changedFields', []));
		return changed_fields.length === 0 ? {} : { changed_fields };
	},
};

/** Returns the webhook that the node's parameters describe, with the filters that apply to its events. */
export async function wantedWebhook(
	context: IHookFunctions,
	fluid: FluidClient,
): Promise<WebhookInput> {
	const chosenEvents = names(context.getNodeParameter('events', [])) as EventName[];
	const applicable = new Set(chosenEvents.flatMap((name) => events[name]?.filters ?? []));
	const filters: WebhookFiltersInput = {};
	for (const name of applicable) Object.assign(filters, await reads[name](context, fluid));
	const url = context.getNodeWebhookUrl('default') as string;
	return { url, events: chosenEvents.sort() as WebhookInput['events'], filters };
}

function picked(context: IHookFunctions, parameter: string): LocatorChoice {
	return chosen(context.getNodeParameter(parameter, ''));
}

function byIdOrName(choice: LocatorChoice, idKey: string, nameKey: string): WebhookFiltersInput {
	if (choice === undefined) return {};
	return 'id' in choice ? { [idKey]: choice.id } : { [nameKey]: choice.name };
}
