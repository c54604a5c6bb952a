import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { Me } from '../../contract/types';
import { isExpectedResponse } from './expectedResponse';
import { plainUrl, urlFault } from './baseUrl';
import { dockerHint, errorCodeOf, noAnswerSentence } from './noAnswer';
import { refusalSentence } from './refusal';
import type { Answered, FluidAnswer } from './call';

const TIMEOUT_MS = 15_000;

/** Asks Fluid whose key it is, and says what is wrong in the words of the node. */
export async function fluidApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const url = plainUrl(data.url);
	const fault = urlFault(url);
	if (fault !== undefined) return failed(fault);
	const answer = await ask(this, url, String(data.apiKey ?? '').trim());
	if ('errorCode' in answer) {
		return failed([noAnswerSentence(answer.errorCode, url), dockerHint(url)].join(' ').trim());
	}
	const call = { method: 'GET', path: '/api-me', expects: 'workspace' } as const;
	if (!isExpectedResponse(call, answer)) return failed(refusalSentence(answer, url));
	const { workspace } = answer.body as Me;
	return { status: 'OK', message: `This key belongs to the workspace "${workspace.name}".` };
}

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

// Of what n8n gives a test, `request` is all that reaches the network.
async function ask(
	{ helpers }: ICredentialTestFunctions,
	url: string,
	apiKey: string,
): Promise<FluidAnswer> {
	try {
		const { statusCode, headers, body } = (await helpers.request({
			method: 'GET',
			uri: `${url}/api-me`,
			headers: { Authorization: `Bearer ${apiKey}` },
			json: true,
			timeout: TIMEOUT_MS,
			simple: false,
			followRedirect: false,
			resolveWithFullResponse: true,
		})) as { statusCode: number } & Omit<Answered, 'status'>;
		return { status: statusCode, headers, body };
	} catch (error) {
		return { errorCode: errorCodeOf(error) };
	}
}
