import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import type { Database, Transaction } from '../../src/database/database';
import { isPart, type Statement } from '../../src/database/sql';

const fluid = fluidForFile();

/** A statement with a part is recognised by all of its places, which have to be put together each time. */
test('a new deal with its contact and company is written without statements that have parts', async () => {
	const written: Statement[] = [];
	const { database } = fluid.service;
	const { write } = database;
	const watched: Database['write'] = (workspaceId, work, ahead) =>
		write.call(
			database,
			workspaceId,
			(transaction) => {
				const run: Transaction['run'] = (statement) => {
					written.push(statement);
					return transaction.run(statement);
				};
				return work(
					new Proxy(transaction, { get: (of, name) => (name === 'run' ? run : bound(of, name)) }),
				);
			},
			ahead,
		) as never;
	database.write = watched;
	try {
		await fluid.deal({ name: 'Audit', contact: { email: 'ada@acme.example' }, company: 'Acme' });
	} finally {
		database.write = write;
	}
	expect(written.length).toBeGreaterThanOrEqual(5);
	expect(written.filter(({ values }) => values.some(isPart))).toEqual([]);
});

function bound(of: object, name: string | symbol): unknown {
	const value: unknown = Reflect.get(of, name);
	return typeof value === 'function' ? value.bind(of) : value;
}
