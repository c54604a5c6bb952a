import type { FaultCode } from '../../contract/faults';
import { withLabel } from '../../contract/labels';
import type { ProblemCode } from '../../contract/problems';
import type { InputError, Problem } from '../../contract/types';
import { fieldLabel, fieldLabels, inContact } from './fieldLabel';

type Params = Record<string, unknown>;

/** Undefined where Fluid's own sentence says it as well. */
type Sentence = (params: Params, pointer: string) => string | undefined;

/**
 * Returns what the user of a node should read about a problem: each of its faults, in the words of the node's fields.
 *
 * @param resource what the node works on, as its parameter says
 */
export function problemSentence(
	{ code, detail, params, errors = [] }: Problem,
	resource: unknown,
): string {
	if (errors.length > 0) return errors.map((error) => faultSentence(error, resource)).join(' ');
	return said(ofProblems[code as ProblemCode], params, '') ?? detail;
}

/** Of many items, one's problem arrives as a fault in its place; Fluid's own sentence names the deals that match then. */
function faultSentence(fault: InputError, resource: unknown): string {
	const { code, params } = fault;
	const pointer = resource === 'contact' ? inContact(fault.pointer) : fault.pointer;
	const sentence =
		ofFaults[code as FaultCode] ??
		(pointer === '' && code !== 'ambiguous_match' ? ofProblems[code as ProblemCode] : undefined) ??
		ofPlaces[pointer];
	return said(sentence, params, pointer) ?? withLabel(fieldLabel(pointer), fault);
}

/** Services of before send no parameters; their own sentence stands then. */
function said(
	sentence: Sentence | undefined,
	params: Params | undefined,
	pointer: string,
): string | undefined {
	if (sentence === undefined || (sentence.length > 0 && params === undefined)) return undefined;
	return sentence(params ?? {}, pointer);
}

/** Sentences where the user of the node can do something else than the sender of a request. */
const ofProblems: Partial<Record<ProblemCode, Sentence>> = {
	idempotency_key_reused: () =>
		'An earlier attempt of this execution already saved these items with different values. Nothing was saved again. Restore the values of the items that were saved and retry, or start a new execution without them.',
	deal_not_found: ({ id, external_id, email, pipeline }) => {
		if (email !== undefined) {
			return `${email} has no open deal${inPipeline(pipeline)}. Choose another pipeline if the deal is there, or use Create or Update to create one.`;
		}
		return external_id === undefined
			? `No deal has the ID "${id}". Check it, or choose the deal from the list.`
			: `No deal has the External ID "${external_id}". Check it, or use Create or Update to create one.`;
	},
	deal_exists: ({ id, name, external_id }) =>
		external_id === undefined
			? `"${name}" (${id}) exists already. Choose the mode Upsert under Options to update it.`
			: `"${name}" (${id}) has the External ID "${external_id}" already. Choose External ID under Match On to update it, or give another External ID.`,
	ambiguous_match: ({ email, count, pipeline }) =>
		`${email} has ${count} open deals${inPipeline(pipeline)}. Choose the one you mean by its ID; they are listed below.`,
	contact_not_found: ({ id }) =>
		`No contact has the ID "${id}". Check it, or choose the contact from the list.`,
	pipeline_not_found: () => chosenIsGone('pipeline'),
	stage_not_found: () => chosenIsGone('stage'),
	too_large: () =>
		'This item holds more than the 5 MB that Fluid takes in one request. Shorten its texts.',
	path_not_found: () =>
		'This Fluid service is older than the node and does not support this request. Update the Fluid service.',
	missing_key: () => 'The Fluid credential has no API key. Enter one.',
};

const keyLabels: Record<string, string> = {
	id: 'Deal ID',
	external_id: 'External ID',
	email: 'Email',
};

const ofFaults: Partial<Record<FaultCode, Sentence>> = {
	pipeline_not_found: ({ id }) => (id === undefined ? undefined : chosenIsGone('pipeline')),
	stage_not_found: ({ id }) => (id === undefined ? undefined : chosenIsGone('stage')),
	form_not_found: () => chosenIsGone('lead form'),
	stage_elsewhere: ({ stage, owner, pipeline }) =>
		`Stage "${stage}" belongs to the pipeline "${owner}", not to "${pipeline}". Choose a stage of "${pipeline}", or the pipeline "${owner}".`,
	match_needs_value: ({ match_on }) =>
		`Match On needs ${keyLabels[String(match_on)]}, which is empty for this item. Give it a value.`,
	deal_needs_name: () => 'Deal Name is empty for this item, and a new deal needs one.',
	reason_without_loss: () =>
		'Lost Reason needs the status Lost. Choose Lost under Status, or leave the reason empty.',
	not_both: ({ names }, pointer) => `Fill in ${fieldLabels(pointer, names as string[])}, not both.`,
	needs_one_of: ({ names }, pointer) => `Fill in ${fieldLabels(pointer, names as string[])}.`,
};

const ofPlaces: Record<string, Sentence> = {
	'/mode': () =>
		'Mode is Update, but it is not clear which deal to update. Choose under Match On how to find it.',
	'/match_on': () =>
		'Match On finds another deal than Deal ID names, or none. Choose ID under Match On, or leave Deal ID empty.',
};

function inPipeline(name: unknown): string {
	return name === undefined ? '' : ` in the pipeline "${name}"`;
}

function chosenIsGone(kind: string): string {
	return `The ${kind} that is chosen does not exist in this workspace. Choose one from the list, or give its name.`;
}
