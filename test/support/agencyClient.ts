import { createAgencyKey } from '../../server/src/agency/keyStore';
import type { FluidFixture } from './fluid';
import { FluidClient } from './fluidClient';

/** A client with a new agency key of a service. */
export async function agencyClient(
	{ service }: FluidFixture,
	name = 'Roll-outs',
): Promise<FluidClient & { keyId: string }> {
	const { id, key } = await service.database.writeService((transaction) =>
		createAgencyKey(transaction, name, new Date()),
	);
	return Object.assign(new FluidClient(service.url, key), { keyId: id });
}
