import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as n8n hands it to a node: Express's, with its raw body and what that says as JSON. */
export async function asExpressRequest(request: IncomingMessage) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const rawBody = Buffer.concat(chunks);
	const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
	return Object.assign(request, {
		rawBody,
		body: parseJson(rawBody.toString()),
		query: Object.fromEntries(searchParams),
		params: {},
		readRawBody: () => Promise.resolve(),
	});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// n8n refuses broken JSON itself and hands other kinds of body over empty.
		return {};
	}
}

/** An answer as n8n hands it to a node: Express's. */
export function asExpressResponse(response: ServerResponse) {
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return this;
		},
		json(body: unknown) {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(body));
			return this;
		},
		send(body: string) {
			response.end(body);
			return this;
		},
	});
}
