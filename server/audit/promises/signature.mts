import { Webhook as Verifier } from 'standardwebhooks';
import type { WebhookPromise } from '../promise.mts';
import { type Arrival, play, take } from '../receiver.mts';

const verifies = (secret: string, { headers, body }: Arrival): boolean => {
	try {
		new Verifier(secret).verify(body, headers as Record<string, string>);
		return true;
	} catch {
		return false;
	}
};

/** Signatures, by the library that Standard Webhooks publishes for receivers. */
export const signature: WebhookPromise[] = [
	{
		when: 'checks the signature',
		promise: 'every delivery is signed by Standard Webhooks; a body that was changed does not pass',
		watch: async (service) => {
			const receiver = await play(take);
			return service.withWebhook(receiver.url, async ({ secret }) => {
				await service.addDeal({ name: 'Zoë & Söhne, 漢字' });
				const [arrival] = (await receiver.waitFor(1)) as [Arrival];
				await receiver.close();
				const isGenuine = verifies(secret, arrival);
				const isForged = verifies(secret, { ...arrival, body: arrival.body.replace('Zoë', 'Zoe') });
				return {
					seen: `the library "standardwebhooks" ${isGenuine ? 'accepts' : 'refuses'} it, and ${isForged ? 'accepts' : 'refuses'} a changed one`,
					isKept: isGenuine && !isForged,
				};
			});
		},
	},
	{
		when: 'changes over to a new secret',
		promise: 'the old secret signs beside the new one for 24 hours',
		watch: async (service) => {
			const receiver = await play(take);
			return service.withWebhook(receiver.url, async ({ id, secret }) => {
				const rotated = await service.call<{ secret: string }>(
					'POST',
					`/api-webhooks/${id}/rotate-secret`,
				);
				await service.addDeal();
				const [arrival] = (await receiver.waitFor(1)) as [Arrival];
				await receiver.close();
				const accepting = [secret, rotated.secret].filter((each) => verifies(each, arrival));
				return {
					seen: `${accepting.length} of 2 secrets accept it`,
					isKept: accepting.length === 2,
				};
			});
		},
	},
];
