import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ZObject } from 'zapier-platform-core';
import { cached } from '../src/cached';
import { PlatformCache } from './support/platformCache';

let platform: PlatformCache;
beforeEach(() => {
	platform = new PlatformCache();
	vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
	vi.useRealTimers();
});

/** What a step of a connection is given by Zapier. */
function zOf(connection: string): ZObject {
	const cache = {
		get: async (name: string, scope?: string[]) =>
			JSON.parse(platform.get(connection, name, scope) ?? 'null') as unknown,
		set: async (name: string, value: unknown, seconds = 0, scope?: string[]) =>
			platform.set(connection, name, JSON.stringify(value), seconds, scope),
	};
	return { cache, console: { log: () => {} } } as unknown as ZObject;
}

const wait = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe('what is kept for a minute', () => {
	test('is read once by a connection', async () => {
		const read = vi.fn(async () => ['Sales']);

		await cached(zOf('ada'), 'pipelines', read);
		wait(55);

		expect(await cached(zOf('ada'), 'pipelines', read)).toEqual(['Sales']);
		expect(read).toHaveBeenCalledTimes(1);
	});

	test("is never shown to another connection: its workspace may be another client's", async () => {
		await cached(zOf('ada'), 'pipelines', async () => ['Sales of Ada']);

		const grace = await cached(zOf('grace'), 'pipelines', async () => ['Sales of Grace']);

		expect(grace).toEqual(['Sales of Grace']);
	});

	test('is read again a minute later', async () => {
		await cached(zOf('ada'), 'pipelines', async () => ['Sales']);
		wait(65);

		expect(await cached(zOf('ada'), 'pipelines', async () => ['Sales', 'Partners'])).toEqual([
			'Sales',
			'Partners',
		]);
	});

	test('is read anew where the cache fails', async () => {
		const broken = zOf('ada');
		broken.cache.get = () => Promise.reject(new Error('rpc is not available'));
		broken.cache.set = () => Promise.reject(new Error('rpc is not available'));

		expect(await cached(broken, 'pipelines', async () => ['Sales'])).toEqual(['Sales']);
	});
});
