import type { FastifyInstance } from 'fastify';
import { measured, type MeasuredAttempt } from '../timing/measured';
import { untilClosed } from './untilClosed';

/** Writes a line for each try of a delivery, by which it is followed from the request that made its event. */
export function logAttempts(app: FastifyInstance): void {
	untilClosed(app, measured.attempts, (ended) => {
		const { requestId, ms, error, ...attempt } = ended as MeasuredAttempt;
		app.log.info(
			{
				...(requestId !== null && { reqId: requestId }),
				event_ids: attempt.eventIds,
				delivery_id: attempt.deliveryId,
				webhook_id: attempt.webhookId,
				attempt: attempt.number,
				outcome: attempt.outcome,
				status: attempt.statusCode,
				ms: Math.round(ms * 10) / 10,
				...(error !== null && { error }),
			},
			'tried to deliver',
		);
	});
}
