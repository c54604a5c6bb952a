import axios, {
	type AxiosError,
	type AxiosInstance,
	type AxiosResponse,
	isAxiosError,
} from 'axios';
import type { CustomField, Pipeline, Problem, Stage } from '../../../../contract/types';
import { isThisMachine } from '../../values/thisMachine';
import { Failure } from '../failure';
import { movedTo } from '../movedTo';

const TIMEOUT_MS = 60_000;

/** A running service that a command speaks to. */
export type ImportService = {
	url: string;
	http: AxiosInstance;
	/** Where its address is given, e.g. "fluidUrl in clients.json". */
	addressIn: string;
};

/** What speaks to a service, and where it is given the address. */
type Speaker = { program?: string; addressIn?: string };

/**
 * Returns the service at an address, spoken to with an API key.
 */
export function serviceAt(
	url: string,
	key: string,
	{ program = 'fluid-import', addressIn = '--url or FLUID_URL' }: Speaker = {},
): ImportService {
	const http = axios.create({
		baseURL: url,
		timeout: TIMEOUT_MS,
		headers: { Authorization: `Bearer ${key}`, 'User-Agent': program },
		validateStatus: () => true,
		// A redirected POST would arrive without its body.
		maxRedirects: 0,
		maxBodyLength: Infinity,
		maxContentLength: Infinity,
	});
	return { url, http, addressIn };
}

/** Returns the custom fields of a pipeline, or of all when none is named. */
export function fetchCustomFields(
	service: ImportService,
	pipelineId?: string,
): Promise<CustomField[]> {
	return list<CustomField>(service, '/api-custom-fields', pipelineId);
}

/** Returns the pipelines of the key's workspace. */
export function fetchPipelines(service: ImportService): Promise<Pipeline[]> {
	return list<Pipeline>(service, '/api-pipelines');
}

/** Returns the stages of a pipeline, or of all when none is named. */
export function fetchStages(service: ImportService, pipelineId?: string): Promise<Stage[]> {
	return list<Stage>(service, '/api-stages', pipelineId);
}

async function list<T>(service: ImportService, path: string, pipelineId?: string): Promise<T[]> {
	const answer = await service.http
		.get<{ data: T[] }>(path, { params: { pipeline_id: pipelineId } })
		.catch((reason: unknown) => {
			throw isAxiosError(reason) ? new Failure(unreachable(service, reason)) : reason;
		});
	if (answer.status === 200 && Array.isArray(answer.data?.data)) return answer.data.data;
	throw new Failure(refused(service, answer));
}

/** Says what to do about a service that gave no answer. */
export function unreachable(
	{ url, addressIn }: ImportService,
	{ code = 'no answer', message }: Pick<AxiosError, 'code' | 'message'>,
): string {
	if (NO_HTTPS.test(message))
		return `Nothing speaks https at ${url}. Give ${url.replace(/^https/i, 'http')} in place of it in ${addressIn}.`;
	const start = isThisMachine(new URL(url).hostname)
		? 'Start it with npm start'
		: 'Check that it runs there';
	return `Fluid at ${url} ${causes[code] ?? `cannot be reached (${code})`}. ${start}, or correct its address in ${addressIn}.`;
}

/** What TLS says where the answer is none of TLS. */
const NO_HTTPS = /wrong version number|packet length too long/;

const causes: Record<string, string> = {
	ECONNREFUSED: 'does not answer: nothing listens there',
	ENOTFOUND: 'does not exist: no such host',
	EAI_AGAIN: 'cannot be found just now: the name service does not answer',
	ECONNABORTED: 'does not answer within a minute',
	ETIMEDOUT: 'does not answer',
	ECONNRESET: 'broke off the connection',
};

/** Says what to do about an answer that is not the one that was asked for. */
export function refused(
	{ url, addressIn }: ImportService,
	{ status, data, headers, config }: AxiosResponse,
): string {
	// Fluid answers under its address alone; an earlier version of it may not know a path.
	if (isProblem(data) && data.code === 'path_not_found' && new URL(url).pathname !== '/')
		return `There is no Fluid at ${url}. Check the address in ${addressIn}.`;
	if (isProblem(data)) return data.detail;
	const moved = status >= 300 && status < 400 && movedTo(headers.location, url, config.url ?? '');
	return moved
		? `${url} redirects to ${moved}. Give that address in ${addressIn}.`
		: `${url} answers with status ${status}, but not as Fluid does. Check the address in ${addressIn}.`;
}

/** Returns whether a body is one of Fluid's refusals. */
export function isProblem(body: unknown): body is Problem {
	return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
