import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';
import { events, type EventName, type FilterName } from '../../contract/events';
import type { Form, WebhookFiltersInput, WebhookInput } from '../../contract/types';
import { names } from './fieldValues';
import { type LocatorChoice, chosen } from './locators';
import { listAll } from './pages';
import { resolveId } from './resolveId';
import type { FluidConnection } from './request';

/** A trigger that is switched on or off, or that fetches. */
type TriggerContext = IHookFunctions | IPollFunctions;

type Read = (context: TriggerContext, fluid: FluidConnection) => Promise<WebhookFiltersInput>;

const reads: Record<FilterName, Read> = {
	pipeline_id: async (context) =>
		byIdOrName(picked(context, 'pipeline'), 'pipeline_id', 'pipeline'),
	stage_id: async (context) => byIdOrName(picked(context, 'stage'), 'stage_id', 'stage'),
	from_stage_id: async (context) =>
		byIdOrName(picked(context, 'fromStage'), 'from_stage_id', 'from_stage'),
	form_id: async (context, fluid) => {
		const loadForms = () => listAll<Form>(fluid, '/api-forms');
		const form_id = await resolveId(context, picked(context, 'form'), 'lead form', loadForms);
		return form_id === undefined ? {} : { form_id };
	},
	changed_fields: async (context) => {
		const changed_fields = names(context.getNodeParameter('changedFields', []));
		return changed_fields.length === 0 ? {} : { changed_fields };
	},
};

/** A webhook as the node is to have it. */
export type WantedWebhook = WebhookInput & { url: string };

/** Returns the webhook that the node's parameters describe, at the URL that n8n has for it. */
export async function wantedWebhook(
	context: IHookFunctions,
	fluid: FluidConnection,
): Promise<WantedWebhook> {
	const url = context.getNodeWebhookUrl('default') as string;
	return { url, ...(await chosenWithFilters(context, fluid)) };
}

/** Returns the events that the node's parameters name, with the filters that apply to them, and how they are delivered. */
export async function chosenWithFilters(
	context: TriggerContext,
	fluid: FluidConnection,
): Promise<
	Pick<WebhookInput, 'events' | 'deliver' | 'ordering' | 'proof'> & { filters: WebhookFiltersInput }
> {
	const chosenEvents = names(context.getNodeParameter('events', [])) as EventName[];
	const applicable = new Set(chosenEvents.flatMap((name) => events[name]?.filters ?? []));
	const filters: WebhookFiltersInput = {};
	for (const name of applicable) Object.assign(filters, await reads[name](context, fluid));
	const isByChange = context.getNodeParameter('deliver', 'each_event') === 'each_change';
	const isOrdered = context.getNodeParameter('options.keepOrder', false) === true;
	const isProven = context.getNodeParameter('options.includeProofs', false) === true;
	return {
		events: chosenEvents.sort() as WebhookInput['events'],
		filters,
		...(isByChange && { deliver: 'each_change' }),
		...(isOrdered && { ordering: 'per_object' }),
		...(isProven && { proof: true }),
	};
}

function picked(context: TriggerContext, parameter: string): LocatorChoice {
	return chosen(context.getNodeParameter(parameter, ''));
}

function byIdOrName(choice: LocatorChoice, idKey: string, nameKey: string): WebhookFiltersInput {
	if (choice === undefined) return {};
	return 'id' in choice ? { [idKey]: choice.id } : { [nameKey]: choice.name };
}
