import type { FastifyInstance } from 'fastify';
import type { DealInput, IngestResult } from '../../../contract/types';
import type { AppContext } from '../context';
import type { StoredAnswer } from '../http/idempotency';
import { holdsMany, manySaved, saving } from '../http/saving';
import { valid } from '../problems/validation';
import { ingestBulk } from './bulk';
import { ingestDeal } from './ingest';
import { partiesIn } from './partiesIn';

/** `POST /api-ingest`: one deal, or up to 1,000. */
export function ingestRoutes(api: FastifyInstance, fluid: AppContext): void {
	const answer = saving(fluid, '/api-deals');

	api.post('/api-ingest', (request, reply) =>
		answer(
			request,
			reply,
			() => {
				const { body } = request;
				if (holdsMany(body, 'deals'))
					return async (context, options) => manySaved(await ingestBulk(context, body, options));
				const input = valid<DealInput>('dealInput', body);
				return async (context) => oneSaved(await ingestDeal(context, input));
			},
			() => partiesIn(request.body),
		),
	);
}

function oneSaved(result: IngestResult): StoredAnswer {
	return { status: result.action === 'created' ? 201 : 200, body: JSON.stringify(result) };
}
