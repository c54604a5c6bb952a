import { sleep } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';
import { isExpectedResponse, isGone } from './expectedResponse';
import { baseUrl } from './baseUrl';
import { errorCodeOf, noAnswer } from './noAnswer';
import { refusal } from './refusal';
import { runHeader } from './runHeader';
import { isTooEarly, secondsUntilRetry } from './retry';
import type { FluidCall, FluidAnswer } from './call';

/** Where a request to Fluid comes from: a run, a dropdown, or a trigger that is switched on or off, or fetches. */
export type FluidContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions;
/**
 * Sends a request and answers what Fluid answered.
 *
 * @throws NodeApiError with Fluid's own sentence, or one that says why there was no answer
 */
export type FluidConnection = <T>(call: FluidCall) => Promise<T>;

type Server = { url: string; credential: IDataObject };

const TIMEOUT_MS = 60_000;

/** Returns the way to the Fluid of the node's credential. The credential is read once, so that many calls are fast. */
export async function connect(context: FluidContext): Promise<FluidConnection> {
	const credential = await context.getCredentials('fluidApi');
	return async <T>(call: FluidCall) => {
		const server = { url: baseUrl(context.getNode(), credential.url), credential };
		return (await send(context, server, call)) as T;
	};
}

async function send(context: FluidContext, server: Server, call: FluidCall): Promise<unknown> {
	let waitedSeconds = 0;
	let mayBeDone = false;
	for (let tries = 1; ; tries++) {
		const answer = await exchange(context, server, call);
		if ('status' in answer && isExpectedResponse(call, answer)) return answer.body;
		// What is gone now was deleted by a try before, whose answer was lost.
		if (mayBeDone && 'status' in answer && isGone(call, answer)) return undefined;

		const seconds = secondsUntilRetry(call, answer, { tries, waitedSeconds }, new Date());
		if (seconds === undefined) {
			throw 'status' in answer
				? refusal(context.getNode(), answer, server.url)
				: noAnswer(context.getNode(), answer.errorCode, server.url);
		}
		await sleep(seconds * 1000);
		waitedSeconds += seconds;
		mayBeDone ||= !isTooEarly(answer);
	}
}

async function exchange(
	context: FluidContext,
	{ url, credential }: Server,
	{ method, path, query, body, idempotencyKey }: FluidCall,
): Promise<FluidAnswer> {
	const options: IHttpRequestOptions = {
		method,
		url: `${url}${path}`,
		qs: query,
		body: body as IDataObject | undefined,
		headers: {
			...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
			...(method !== 'GET' && runHeader(context)),
		},
		json: true,
		timeout: TIMEOUT_MS,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A followed redirect turns a POST into a GET and fails far from its cause.
		disableFollowRedirect: true,
	};
	const { id = null, name = '' } = context.getNode().credentials?.fluidApi ?? {};
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'fluidApi',
			options,
			{ credentialsDecrypted: { id: id ?? '', name, type: 'fluidApi', data: credential as never } },
		)) as IN8nHttpFullResponse;
		return { status: response.statusCode, headers: response.headers, body: response.body };
	} catch (error) {
		return { errorCode: errorCodeOf(error) };
	}
}
