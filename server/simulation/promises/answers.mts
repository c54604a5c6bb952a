import type { BulkDeals, IngestOne } from '../operations/changes.mts';
import type { SimulatedOperation } from '../plan.mts';
import type { PlayedAnswer } from '../playedApp.mts';
import { INJECTED } from '../playedDatabase.mts';
import { timesAnew } from '../times.mts';
import type { Watch } from '../watch.mts';

const DAY = 24 * 60 * 60 * 1000;

/** Checks what a call was answered. */
export function checkAnswer(
	watch: Watch,
	operation: SimulatedOperation,
	answer: PlayedAnswer,
): void {
	const { errcode } = (answer.reason ?? {}) as { errcode?: number };
	if (answer.code === 'internal' && !(errcode !== undefined && INJECTED.includes(errcode)))
		watch.fail('nothing goes wrong inside', String((answer.reason as Error)?.stack));
	if (operation.kind !== 'ingest' && operation.kind !== 'bulk') return;
	const ingest = operation as SimulatedOperation & Partial<IngestOne & BulkDeals>;
	const { input, key, isDry } = ingest;
	if (input && watch.values.has(input.value) && ((answer.isRefused && !key) || isDry))
		watch.fail('what is refused or rehearsed changes nothing', input.name);
	if (answer.isRefused || isDry) return;
	const results = (input ? [answer.body] : answer.body.results) as Result[];
	for (const result of results) checkAcknowledged(watch, ingest, result);
	if (key) checkFirstAnswer(watch, key, answer.text);
}

type Result = { action: string; deal: { id: string; value: number } };

function checkAcknowledged(
	watch: Watch,
	{ i, key }: SimulatedOperation & Partial<IngestOne>,
	{ action, deal }: Result,
): void {
	if (action !== 'created' && action !== 'updated') return;
	const count = watch.valuesOf.get(`${deal.id} ${deal.value}`) ?? 0;
	const most = key ? timesAnew(watch.carriedOut.get(i), watch.clockSpreadMs) : 1;
	if (count < 1 || count > most)
		watch.fail(
			'an acknowledged change has its event, once',
			`${deal.id} ${action} value ${deal.value}: ${count}`,
		);
}

function checkFirstAnswer(watch: Watch, key: string, text: string | undefined): void {
	const { now } = watch.world;
	const known = watch.answers.get(key);
	const age = known ? now - known.at : Infinity;
	if (age >= DAY - 1_000 - watch.clockSpreadMs) watch.answers.set(key, { text, at: now });
	else if (known?.text !== text)
		watch.fail('a request with the same key gets the first answer', key);
}

/** An acknowledged edit of a webhook is what is stored. */
export function checkEdited(watch: Watch, id: string, change: Record<string, unknown>): void {
	const subscription = watch.subscriptions.get(id);
	if (!subscription) return;
	const { row, events, authorization } = subscription;
	const stored: Record<string, unknown> = { ...row, events, auth_header: authorization ?? null };
	for (const [name, value] of Object.entries(change)) {
		// A receiver may have had it paused since.
		const wasPaused = row.paused_reason !== null && row.paused_reason !== 'Paused manually.';
		if (name === 'status' && wasPaused) continue;
		if (JSON.stringify(stored[name]) !== JSON.stringify(value))
			watch.fail(
				'an acknowledged edit is kept',
				`${id} ${name}: ${JSON.stringify(stored[name])} instead of ${JSON.stringify(value)}`,
			);
	}
}
