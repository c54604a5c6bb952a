import type { FastifyInstance } from 'fastify';
import type { Erasure, ErasureInput } from '../../../contract/types';
import { type AppContext, madeBy } from '../context';
import { readFlags } from '../http/flags';
import { valid } from '../problems/validation';
import { erasePerson, findPersonRecords } from './erase';

/** Erasing a person. */
export function erasureRoutes(api: FastifyInstance, fluid: AppContext): void {
	api.post('/api-contacts/erase', async ({ apiKey, maker, query, body }): Promise<Erasure> => {
		const { dry_run } = readFlags(query, ['dry_run']);
		const input = valid<ErasureInput>('erasureInput', body);
		const erase = dry_run ? findPersonRecords : erasePerson;
		return erase(madeBy(fluid, maker), apiKey.workspace_id, input);
	});
}
