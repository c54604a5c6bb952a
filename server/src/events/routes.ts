import type { FastifyInstance } from 'fastify';
import { eventNames } from '../../../contract/events';
import type { AppContext } from '../context';
import { didYouMean, inQuotes } from '../problems/nearest';
import { readQuery } from '../http/paging';
import { invalidInput } from '../problems/problems';
import { listEvents } from './store';

/** Recent events, each exactly as it is delivered. */
export function events(api: FastifyInstance, { database }: AppContext): void {
	api.get('/api-events', async ({ apiKey, query }, reply) => {
		const { page, filters } = readQuery(query, ['type', 'since'], 'sequence');
		checkType(filters.type);
		const rows = await listEvents(database, apiKey.workspace_id, {
			type: filters.type,
			since: filters.since,
			before: page.cursor === undefined ? undefined : Number(page.cursor),
			limit: page.limit + 1,
		});
		const shown = rows.slice(0, page.limit);
		const next = rows.length > page.limit ? `"${shown.at(-1)?.sequence}"` : 'null';
		const body = `{"data":[${shown.map((row) => row.body).join(',')}],"next_cursor":${next}}`;
		return reply.type('application/json; charset=utf-8').send(body);
	});
}

function checkType(type: string | undefined): void {
	if (type === undefined || (eventNames as string[]).includes(type)) return;
	const detail = `${inQuotes(type)} is not an event.${didYouMean(type, eventNames)}`;
	throw invalidInput([{ pointer: '/type', detail }]);
}
