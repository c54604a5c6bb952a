import type { WebhookPromise } from '../promise.mts';
import { arrival } from './arrival.mts';
import { failures } from './failures.mts';
import { signature } from './signature.mts';

/** What docs/webhooks.md promises to whoever receives deliveries, in the order of its table. */
export const promises: WebhookPromise[] = [...signature, ...arrival, ...failures];
