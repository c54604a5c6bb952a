import { AsyncLocalStorage } from 'node:async_hooks';

/** The request that changes come from, with what its line in the log says that it has made and handed out. */
export type Origin = {
	requestId: string;
	/** Events that are on disk. */
	eventIds: string[];
	/** Deliveries that its answer holds, or says the end of. */
	deliveryIds: string[];
};

const inHand = new AsyncLocalStorage<Origin>();

/** Answers a request, so that what is called meanwhile knows which one it is. */
export function answering<T>(origin: Origin, answer: () => T): T {
	return inHand.run(origin, answer);
}

/**
 * Returns the request that is answered; undefined where there is none. To be asked before a transaction begins: several
 * requests share one, and within it this may be another one's.
 */
export function originInHand(): Origin | undefined {
	return inHand.getStore();
}
