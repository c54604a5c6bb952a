import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context';
import { readFlags } from '../http/flags';
import { readQuery } from '../http/paging';
import { inQuotes } from '../../../contract/nearest';
import { invalidInput } from '../problems/problems';
import { eventsAfter } from './after';
import { listEvents } from './store';
import { WANTED, listWantedEvents } from './wanted';

const JSON_TEXT = 'application/json; charset=utf-8';

/** Events, each exactly as it is delivered: recent ones, newest first, or forward from a sequence. */
export function eventRoutes(api: FastifyInstance, { database, now }: AppContext): void {
	api.get('/api-events', async ({ apiKey, query }, reply) => {
		const { page, filters } = readQuery(
			query,
			[...WANTED, 'proof', 'undo', 'since', 'after'],
			'sequence',
		);
		const { since, after, proof, undo, ...which } = filters;
		const given = Object.entries({ proof, undo }).filter(([, value]) => value !== undefined);
		const flags = readFlags(Object.fromEntries(given), ['proof', 'undo']);
		const workspaceId = apiKey.workspace_id;
		const wanted = await listWantedEvents(database, workspaceId, which, {
			hasProofs: flags.proof,
			hasUndone: flags.undo,
		});
		reply.type(JSON_TEXT);
		if (after !== undefined) {
			const walk = { after: sequenceOf(after, { since, cursor: page.cursor }), limit: page.limit };
			return reply.send(await eventsAfter(database, workspaceId, wanted, walk, now()));
		}
		const { bodies, next } = await listEvents(database, workspaceId, wanted, {
			since,
			before: page.cursor === undefined ? undefined : Number(page.cursor),
			limit: page.limit,
		});
		const cursor = next === undefined ? 'null' : `"${next}"`;
		return reply.send(`{"data":[${bodies.join(',')}],"next_cursor":${cursor}}`);
	});
}

function sequenceOf(after: string, others: Record<string, string | undefined>): number {
	const beside = Object.keys(others).find((name) => others[name] !== undefined);
	if (beside !== undefined) {
		const detail = `"${beside}" goes with the newest events first, "after" with a walk forward. Leave one of them out.`;
		throw invalidInput([{ pointer: `/${beside}`, detail }]);
	}
	if (/^\d{1,15}$/.test(after)) return Number(after);
	const detail = `"after" must be the sequence of an event, or 0 for all, not ${inQuotes(after)}.`;
	throw invalidInput([{ pointer: '/after', detail }]);
}
