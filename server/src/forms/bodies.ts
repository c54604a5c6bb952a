import { promisify } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '../http/jsonBody';
import { problem } from '../problems/problems';
import { UnknownCharacters } from './characters';
import { multipartInputs, urlencodedInputs } from './inputs';

/** Has the addresses of forms take what browsers send, in parts and not, and JSON, which our script sends. */
export function takeForms(app: FastifyInstance, publicUrl: () => string): void {
	app.removeAllContentTypeParsers();
	take('application/json', (body) => promisify(parseJson)(body));
	take('application/x-www-form-urlencoded', (body, type) =>
		urlencodedInputs(body, parameter(type, 'charset')),
	);
	take('multipart/form-data', (body, type) =>
		multipartInputs(body, parameter(type, 'boundary') ?? '', parameter(type, 'charset')),
	);

	function take(contentType: string, read: (body: Buffer, type: string) => unknown): void {
		app.addContentTypeParser(
			contentType,
			{ parseAs: 'buffer' },
			async (request: FastifyRequest, body: Buffer) => {
				try {
					return await read(body, request.headers['content-type'] ?? '');
				} catch (reason) {
					throw reason instanceof UnknownCharacters ? unknown(request) : reason;
				}
			},
		);
	}

	function unknown({ params }: FastifyRequest): Error {
		const { id } = params as { id?: string };
		return problem(
			'wrong_content_type',
			`Nothing was sent: your answers came in a character set that could not be recognized. Send them from ${publicUrl()}/f/${id} instead. The owner of the page should add accept-charset="UTF-8" to its form.`,
		);
	}
}

function parameter(contentType: string, name: string): string | undefined {
	const [, quoted, plain] =
		new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(contentType) ?? [];
	return quoted ?? plain;
}
