import { NodeApiError } from 'n8n-workflow';
import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import type { Problem } from '../../contract/types';
import { problemSentence } from './sentences';
import { MOST_WAIT_SECONDS, secondsAsked } from './retry';

type Refused = { status: number; headers: IDataObject; body: unknown };

/** Returns the error for an answer that is no success: Fluid's own sentence, or what answered in its place. */
export function refusal(node: INode, answer: Refused, url: string): NodeApiError {
	const { status, body } = answer;
	if (isOfFluid(body, url) && !asksToWait(answer)) return problemError(node, body);
	const message = refusalSentence(answer, url);
	return new NodeApiError(node, {}, { message, httpCode: String(status) });
}

/** Returns in a sentence why an answer is no success. */
export function refusalSentence(answer: Refused, url: string): string {
	const { body } = answer;
	if (asksToWait(answer)) return busy(secondsAsked(answer, new Date()) as number);
	return isOfFluid(body, url) ? problemSentence(body, undefined) : stranger(answer, url);
}

function asksToWait(answer: Refused): boolean {
	return answer.status === 429 && secondsAsked(answer, new Date()) !== undefined;
}

/** Returns the error for a problem that Fluid answered, for the whole request or for one deal of many. */
export function problemError(node: INode, problem: Problem): NodeApiError {
	const error = new NodeApiError(node, problem as unknown as JsonObject, {
		message: problemSentence(problem, node.parameters.resource),
		description: furtherWords(problem),
		httpCode: String(problem.status),
	});
	error.context.problem = problem;
	return error;
}

function furtherWords({ code, request_id, candidates = [] }: Problem): string {
	const deals = candidates.map(
		({ id, name, stage_name, url }) => `${id}: ${name} (${stage_name}), ${url}`,
	);
	return [...deals, `Code: ${code}, request: ${request_id}`].join('\n');
}

function isProblem(body: unknown): body is Problem {
	const { code, detail } = (body ?? {}) as Partial<Problem>;
	return typeof code === 'string' && typeof detail === 'string';
}

/** Fluid itself has no path before those of its calls: one that knows nothing at such a path was asked at a wrong one. */
function isOfFluid(body: unknown, url: string): body is Problem {
	if (!isProblem(body)) return false;
	return body.code !== 'path_not_found' || new URL(url).pathname === '/';
}

function busy(waitSeconds: number): string {
	return `Fluid accepts no more requests with this API key for now and asks to wait ${Math.ceil(waitSeconds)} seconds. This node waits ${MOST_WAIT_SECONDS} seconds at most. Run it again later.`;
}

function stranger({ status, headers, body }: Refused, url: string): string {
	if (status >= 300 && status < 400 && headers.location) {
		return `${url} redirects to ${String(headers.location)}. Enter that address as the base URL in the credential.`;
	}
	if (status === 413) {
		return `The proxy in front of Fluid at ${url} does not accept a request this large (status 413). Allow 5 MB, as Fluid does (nginx: client_max_body_size), or give the node fewer items at once.`;
	}
	if (status >= 500) {
		return `The server at ${url} answered with status ${status} and no explanation. Try again in a moment; if it keeps happening, check the service and the proxy in front of it.`;
	}
	if (isProblem(body)) {
		const { origin } = new URL(url);
		return `Fluid answers at ${origin}, but has nothing at ${url}. Enter ${origin}, without a path behind it, as the base URL in the credential.`;
	}
	return `Something answers at ${url}, but it is not Fluid (status ${status}). Enter the address of the Fluid service, without a path behind it, as the base URL in the credential.`;
}
