import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import { measured, type MeasuredAttempt, type MeasuredCommit } from '../timing/measured';
import { untilClosed } from './untilClosed';

const COMMIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const CHANGES = [1, 2, 5, 10, 25, 50, 100];
const ATTEMPT_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** Shows how long commits of this process take and how many changes share one, and how tries of deliveries end in it. */
export function showMeasured(app: FastifyInstance, registry: Registry): void {
	const registers = [registry];
	const commit = new Histogram({
		name: 'fluid_commit_duration_seconds',
		help: 'From the beginning of a commit until it is on the disk.',
		buckets: COMMIT_SECONDS,
		registers,
	});
	const changes = new Histogram({
		name: 'fluid_commit_changes',
		help: 'Changes that share a commit.',
		buckets: CHANGES,
		registers,
	});
	const attempt = new Histogram({
		name: 'fluid_delivery_attempt_duration_seconds',
		help: 'Tries of deliveries: succeeded, refused (answered with something else), unanswered.',
		labelNames: ['outcome'],
		buckets: ATTEMPT_SECONDS,
		registers,
	});
	untilClosed(app, measured.commits, (done) => {
		const { changes: shared, ms } = done as MeasuredCommit;
		commit.observe(ms / 1000);
		changes.observe(shared);
	});
	untilClosed(app, measured.attempts, (ended) => {
		const { outcome, ms } = ended as MeasuredAttempt;
		attempt.observe({ outcome }, ms / 1000);
	});
}
