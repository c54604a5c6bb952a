import type { FaultCode } from '../../contract/faults';
import { withLabel } from '../../contract/labels';
import type { ProblemCode } from '../../contract/problems';
import type { InputError, Problem } from '../../contract/types';
import { fieldLabelAt } from './fields/labels';
import { queryLabelAt } from './searches/queryLabel';

/** Nobody corrects more at a time. */
const MOST_SHOWN = 5;

/**
 * Returns a problem in the words of the Zap editor: labels for places, names of actions for calls. It goes by the codes
 * and parameters of the problem; a code for which there are no own words here keeps those of Fluid.
 *
 * @param path of the call that was refused
 */
export function sentence(problem: Problem, path: string): string {
	const { code, detail, errors = [] } = problem;
	if (errors.length === 0) return problemWords[code as ProblemCode]?.(problem) ?? detail;
	const sentences = errors.slice(0, MOST_SHOWN).map((error) => faultSentence(error, path));
	const rest = errors.length - sentences.length;
	return [...sentences, ...(rest > 0 ? [`There are ${rest} more.`] : [])].join(' ');
}

function faultSentence(error: InputError, path: string): string {
	const own = faultWords[error.code as FaultCode]?.(error, path);
	const fault = own === undefined ? error : { ...error, detail: own };
	return withLabel(labelAt(path, error.pointer), fault);
}

/** What the call has at a place may come from its query or its body. */
const labelAt = (path: string, pointer: string) =>
	queryLabelAt(path, pointer) ?? fieldLabelAt(path, pointer);

/** A list is narrowed by nothing else that has such an ID: the field is known from what is gone. */
function chosenIsGone(thing: 'pipeline' | 'stage', { params }: Problem): string {
	const label = fieldLabelAt('/api-ingest', `/${thing}_id`);
	return `${label}: ${noneHasId(thing, params) ?? `No ${thing} has this name or ID. ${FROM_LIST}`}`;
}

function noneHasId(thing: string, params: Problem['params']): string | undefined {
	return params?.id === undefined
		? undefined
		: `No ${thing} has the ID "${params.id}". ${FROM_LIST}`;
}

const FROM_LIST = 'Choose one from the list.';
const UPSERT = 'Use the action "Create or Update Deal" to update it.';

const problemWords: Partial<Record<ProblemCode, (problem: Problem) => string | undefined>> = {
	deal_not_found: ({ params }) =>
		params?.id === undefined
			? undefined
			: `No deal has the ID "${params.id}". Choose one from the list, or map the ID of a deal from an earlier step.`,
	contact_not_found: ({ params }) =>
		params?.id === undefined ? undefined : `No contact has the ID "${params.id}". ${FROM_LIST}`,
	pipeline_not_found: (problem) => chosenIsGone('pipeline', problem),
	stage_not_found: (problem) => chosenIsGone('stage', problem),
	deal_exists: ({ params }) => {
		if (params?.name === undefined) return undefined;
		const deal = `"${params.name}" (${params.id})`;
		return params.external_id === undefined
			? `${deal} exists already. ${UPSERT}`
			: `${deal} has the External ID "${params.external_id}" already. ${UPSERT}`;
	},
	contact_exists: ({ params }) =>
		params?.email === undefined
			? undefined
			: `"${params.name}" (${params.id}) has the email address ${params.email} already. Use the action "Update Contact" instead.`,
	ambiguous_match: ({ params, candidates = [] }) => {
		if (params?.email === undefined) return undefined;
		const where = params.pipeline === undefined ? '' : ` in pipeline "${params.pipeline}"`;
		const deals = candidates.map(({ id, name }) => `${id} (${name})`).join(', ');
		return `${params.email} has ${params.count} open deals${where}. Use the action "Update Deal" with the ID of the one you mean: ${deals}.`;
	},
	idempotency_in_progress: () => 'This step is still running. Try again in a moment.',
	rate_limited: () => 'This connection sends too many requests. Zapier tries again later.',
	too_large: () => 'The step sends more than 5 MB. Shorten the values mapped into it.',
	headers_too_large: () => 'What the step looks for is too long. Shorten it.',
	path_not_found: () => OLD_SERVER,
	method_not_allowed: () => OLD_SERVER,
	internal_error: ({ request_id }) =>
		`Something went wrong in Fluid, and nothing was saved. Try again; if it keeps happening, quote the request ID ${request_id}.`,
};

const OLD_SERVER =
	'Your Fluid server does not support this request. It may be an older version: update it, and try again.';

type FaultWords = (error: InputError, path: string) => string | undefined;

const faultWords: Partial<Record<FaultCode, FaultWords>> = {
	empty: ({ pointer }) => (pointer === '' ? 'Fill in at least one field.' : undefined),
	wrong_type: ({ params }) => {
		const types = Array.isArray(params?.expected) ? (params.expected as string[]) : [];
		const words = types.filter((type) => type !== 'null').map((type) => typeWords[type] ?? type);
		return words.length === 0 ? undefined : `This must be ${words.join(' or ')}.`;
	},
	not_both: (error, path) => `Fill in ${named(error, path)}, not both.`,
	needs_one_of: (error, path) => `Fill in ${named(error, path)}.`,
	deal_needs_name: () => 'A new deal needs a name. Fill it in.',
	reason_without_loss: () => 'It is only for lost deals. Choose Lost as Status, or leave it empty.',
	match_needs_value: () => 'Fill it in, because the deal is matched by it.',
	pipeline_not_found: ({ params }) => noneHasId('pipeline', params),
	stage_not_found: ({ params }) => noneHasId('stage', params),
	stage_elsewhere: ({ params }) =>
		params &&
		`Stage "${params.stage}" belongs to pipeline "${params.owner}", not to "${params.pipeline}". Choose a stage of "${params.pipeline}", or choose the other pipeline as well.`,
	form_not_found: ({ params }) => `No lead form has the ID "${params?.id}". ${FROM_LIST}`,
};

const typeWords: Record<string, string> = {
	string: 'text',
	number: 'a number',
	integer: 'a whole number',
	boolean: 'yes or no',
	array: 'a list',
	object: 'an object',
};

/** The fields between which a fault leaves a choice: inside its place, or beside it. */
function named({ pointer, params }: InputError, path: string): string {
	const beside = pointer.slice(0, pointer.lastIndexOf('/'));
	const names = (params?.names ?? []) as string[];
	const labels = names.map(
		(name) => labelAt(path, `${pointer}/${name}`) ?? labelAt(path, `${beside}/${name}`) ?? name,
	);
	return labels.map((label) => `"${label}"`).join(' or ');
}
