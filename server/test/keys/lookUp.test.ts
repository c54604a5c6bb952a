import { expect, test } from 'vitest';
import { newKeyLookUp } from '../../src/keys/lookUp';
import { deleteKey } from '../../src/keys/store';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

test('requests that arrive together share one look-up of their key', async () => {
	const { database } = fluid.service;
	const lookUp = newKeyLookUp(database);
	const together = lookUp(fluid.key);
	expect(lookUp(fluid.key)).toBe(together);

	await new Promise((resolve) => setImmediate(resolve));
	expect(lookUp(fluid.key)).not.toBe(together);
});

test('a key is known as deleted by the first request after it', async () => {
	const { database } = fluid.service;
	const lookUp = newKeyLookUp(database);
	const key = await lookUp(fluid.key);
	expect(key?.deleted_at).toBeNull();

	await database.writeService((transaction) =>
		deleteKey(transaction, fluid.workspaceId, key?.id as string, new Date()),
	);
	expect((await lookUp(fluid.key))?.deleted_at).not.toBeNull();
});
