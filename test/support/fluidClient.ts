import axios, { type AxiosInstance, type Method } from 'axios';
import type { Deal, IngestResult } from '../../contract/types';
import { checkDeclared } from './declared';

/** What the service answered; a test says itself which status it expects. */
export type Answer = {
	status: number;
	headers: Record<string, string>;
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows which object it asked for
	body: any;
};

/** Someone outside who uses the API with a key, and insists that every answer is one the contract declares. */
export class FluidClient {
	private readonly http: AxiosInstance;

	constructor(
		readonly url: string,
		readonly key: string,
	) {
		this.http = axios.create({
			baseURL: url,
			headers: { Authorization: `Bearer ${key}` },
			validateStatus: () => true,
			maxBodyLength: Infinity,
		});
	}

	get = (path: string, headers = {}) => this.call('GET', path, undefined, headers);
	post = (path: string, body?: unknown, headers = {}) => this.call('POST', path, body, headers);
	patch = (path: string, body: unknown) => this.call('PATCH', path, body);
	put = (path: string, body: unknown) => this.call('PUT', path, body);
	delete = (path: string) => this.call('DELETE', path);

	ingest = (body: unknown, headers = {}) => this.post('/api-ingest', body, headers);

	/** Creates or updates a deal that is expected to be taken. */
	async deal(body: unknown): Promise<Deal> {
		const answer = await this.ingest(body);
		if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
		return (answer.body as IngestResult).deal;
	}

	async call(method: Method, path: string, body?: unknown, headers = {}): Promise<Answer> {
		const {
			status,
			headers: received,
			data,
		} = await this.http.request({
			method,
			url: path,
			data: body,
			headers,
			// A text is sent as it is, broken JSON included.
			...(typeof body === 'string' && { transformRequest: [(text: string) => text] }),
		});
		checkDeclared({ method, path, status, body: data, headers: received });
		return { status, headers: received as Record<string, string>, body: data };
	}
}
