import type { ZObject } from 'zapier-platform-core';

const SECONDS = 60;

/** Zapier's types leave out that reading takes a scope as well. */
type ScopedCache = { get(name: string, scope: string[]): Promise<unknown> };

/** Returns what is kept under the name for this connection for a minute, else reads and keeps it. */
export async function cached<T>(z: ZObject, name: string, read: () => Promise<T>): Promise<T> {
	const kept = await quietly(z, () => (z.cache as ScopedCache).get(name, ['auth']));
	if (kept) return kept as T;
	const value = await read();
	await quietly(z, () => z.cache.set(name, value, SECONDS, ['auth']));
	return value;
}

/** Without its cache a Zap takes one request more; it need not fail. */
async function quietly(z: ZObject, act: () => Promise<unknown>): Promise<unknown> {
	try {
		return await act();
	} catch (error) {
		z.console.log(`Went on without Zapier's cache: ${(error as Error).message}`);
		return undefined;
	}
}
