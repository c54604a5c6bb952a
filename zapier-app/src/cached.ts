import type { ZObject } from 'zapier-platform-core';

/** For whom and how long something is kept: another connection may be another client's workspace. */
export const cacheOptions = { seconds: 60, scope: ['auth'] };

/** Zapier's types leave out that reading takes a scope as well. */
type ScopedCache = { get(name: string, scope: string[]): Promise<unknown> };

/** Returns what is kept under the name for this connection for a minute, else reads and keeps it. */
export async function cached<T>(z: ZObject, name: string, read: () => Promise<T>): Promise<T> {
	const known = await quietly(z, () => (z.cache as ScopedCache).get(name, cacheOptions.scope));
	if (known) return known as T;
	const value = await read();
	await quietly(z, () => z.cache.set(name, value, cacheOptions.seconds, cacheOptions.scope));
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
