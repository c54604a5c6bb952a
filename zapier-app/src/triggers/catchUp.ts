import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { readYesNo } from '../../../contract/reading';
import type { WebhookInput } from '../../../contract/types';
import { yesOrNo } from '../fields/inputFields';
import { readInputs } from '../fields/readInputs';

const KEY = 'catch_up';
const LABEL = 'Catch Up When Turned On';

/**
 * The choice of whether a Zap gets what happened while it was off. Each event costs its user a task, so it gets none by
 * itself. It is a text, because Zapier takes any word but "no" for yes in a field of type boolean.
 */
export const catchUpField: PlainInputField = {
	key: KEY,
	label: LABEL,
	helpText:
		'Also start the Zap for events that happened while it was off, once it is turned on again. Each of them uses a task. Fluid keeps events for 30 days.',
	type: 'string',
	choices: yesOrNo,
	default: 'false',
	required: false,
};

/** Returns what a user has filled in for the filters: all but that choice. */
export function withoutCatchUp(inputData: Record<string, unknown>): Record<string, unknown> {
	const { [KEY]: _catchUp, ...filters } = inputData;
	return filters;
}

/**
 * Returns what has Fluid remember a Zap that catches up, by the ID of the Zap; nothing for others.
 *
 * @throws an error that names the field when it is neither yes nor no
 */
export function catchingUp(
	z: ZObject,
	{ inputData, meta }: Bundle,
): Pick<WebhookInput, 'consumer' | 'catch_up'> {
	const { id } = (meta?.zap ?? {}) as { id?: unknown };
	const [[, isWanted] = []] = readInputs(z, { [KEY]: inputData[KEY] }, () => readable);
	return isWanted === true && id !== undefined
		? { consumer: `zapier:${String(id)}`, catch_up: true }
		: {};
}

const readable = { label: LABEL, read: readYesNo };
