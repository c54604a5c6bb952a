import {
	type Bundle,
	type Create,
	defineCreate,
	type PlainInputField,
	type ZObject,
} from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import { sampleEvent } from '../../../contract/sample';
import { schemas } from '../../../contract/schemas';
import type { DealInput } from '../../../contract/types';
import { customFieldOutputs } from '../fields/customFieldOutputs';
import { dealGroups } from '../fields/inputFields';
import { outputFields, resultFields } from '../fields/outputFields';
import { dealInput } from './dealInput';
import { type DealResult, sendDeal } from './ingest';
import {
	CLOSED_IS_NOT_FOUND,
	DONE_EACH_TIME,
	MAKES_ANOTHER,
	NOTED_ONCE,
	runIdField,
} from './runId';

type DealAction = {
	key: string;
	label: string;
	description: string;
	inputFields: PlainInputField[];
	/** The custom fields to fill in, where the action takes them. */
	customFieldInputs?: (z: ZObject, bundle: Bundle) => Promise<PlainInputField[]>;
	/** The fields its sample says were changed; none were of a deal just created. */
	changes?: string[];
	/** Returns what is missing of the fields or wrong, in a sentence, where required fields and choices alone do not show it. */
	missing?: (deal: DealInput) => string | undefined;
	/** What the action itself says of the deal, whatever the fields hold. */
	always: DealInput;
};

const lostReason = sampleEvent('deal.lost').data.deal?.lost_reason ?? null;

/** Returns an action that creates or updates one deal. */
export function dealAction(action: DealAction): Create {
	const { key, label, description, inputFields, customFieldInputs, changes = [], always } = action;
	const groups = new Set([
		...inputFields.map(({ group }) => group),
		...(customFieldInputs ? ['custom_fields'] : []),
	]);
	return defineCreate({
		key,
		noun: schemas.deal.title,
		display: { label, description: [description, ...sentAgain(action)].join(' ') },
		operation: {
			inputFields: [
				...inputFields,
				...(customFieldInputs ? [customFieldInputs] : []),
				runIdField(withoutRunId(always)),
			],
			inputFieldGroups: dealGroups.filter((group) => groups.has(group.key)),
			perform: async (z: ZObject, bundle: Bundle) => {
				const input = { ...(await dealInput(z, bundle)), ...always };
				const sentence = action.missing?.(input);
				if (sentence) throw new z.errors.Error(sentence, 'missing_field');
				return sendDeal(z, bundle, key, input);
			},
			sample: { ...sample(always, changes) },
			outputFields: [...outputFields(schemas.deal), ...resultFields, customFieldOutputs],
		},
	}) as Create;
}

function sample({ status = deal.status }: DealInput, changes: string[]): DealResult {
	const action = changes.length > 0 ? 'updated' : 'created';
	const lost_reason = status === 'lost' ? lostReason : null;
	return {
		...deal,
		status,
		lost_reason,
		action,
		changed_fields: changes,
		repeated: false,
		note_left_out: false,
	};
}

function withoutRunId({ mode }: DealInput): string {
	return mode === 'upsert' ? `${DONE_EACH_TIME} ${CLOSED_IS_NOT_FOUND}` : DONE_EACH_TIME;
}

/** What the user must know about a step that is sent again. */
function sentAgain({ always, inputFields }: DealAction): string[] {
	if (always.mode === 'create') return [MAKES_ANOTHER];
	return inputFields.some(({ key }) => key === 'note') ? [NOTED_ONCE] : [];
}
