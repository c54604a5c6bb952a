import type { FastifyInstance } from 'fastify';
import type { Proof, ProofEnd, ProofInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { valid } from '../problems/validation';
import { endProof } from './endProof';
import { registerProof } from './registerProof';
import { getProof, showProof } from './showProof';

type ById = { Params: { id: string } };

/** Registering proofs, looking at what they made, and ending them. */
export function proofRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	api.post('/api-proofs', async ({ body }, reply) => {
		const proof = await registerProof(fluid, valid<ProofInput>('proofInput', body));
		reply.code(201).header('location', `/api-proofs/${proof.id}`);
		return reply.send(await showProof(fluid, proof));
	});

	api.get<ById>(
		'/api-proofs/:id',
		async ({ params }): Promise<Proof> => showProof(fluid, await getProof(database, params.id)),
	);

	api.delete<ById>(
		'/api-proofs/:id',
		async ({ params }): Promise<ProofEnd> =>
			endProof(database, await getProof(database, params.id)),
	);
}
