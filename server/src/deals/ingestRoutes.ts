import type { FastifyInstance } from 'fastify';
import type { DealInput, IngestResult } from '../../../contract/types';
import type { Fluid } from '../context';
import type { Answer } from '../http/idempotency';
import { holdsMany, manySaved, type Room, saving } from '../http/saving';
import { valid } from '../problems/validation';
import { ingestBulk } from './bulk';
import { ingestDeal } from './ingest';

/** `POST /api-ingest`: one deal, or up to 1,000. */
export function ingest(api: FastifyInstance, fluid: Fluid, room: Room): void {
	const answer = saving(fluid, room);

	api.post('/api-ingest', (request, reply) =>
		answer(request, reply, () => {
			const { body } = request;
			if (holdsMany(body, 'deals'))
				return async (occasion, options) => manySaved(await ingestBulk(occasion, body, options));
			const input = valid<DealInput>('dealInput', body);
			return async (occasion) => oneSaved(await ingestDeal(occasion, input));
		}),
	);
}

function oneSaved(result: IngestResult): Answer {
	return { status: result.action === 'created' ? 201 : 200, body: JSON.stringify(result) };
}
