import type { AuditedService } from './service.mts';

/** What was seen of a promise, in words, and whether it was kept. */
export type Seen = { seen: string; isKept: boolean };

/** A promise about deliveries and the way to see whether it is kept. */
export type WebhookPromise = {
	/** What the receiver does. */
	when: string;
	/** What Fluid promises then. */
	promise: string;
	watch: (service: AuditedService) => Promise<Seen>;
};

/** Returns a time as people read it. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
