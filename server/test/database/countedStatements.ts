import type { Database, Transaction, Work } from '../../src/database/database';
import { flatten, SQLITE, type Statement } from '../../src/database/sql';

/**
 * How many transactions it took, rows that were added, and statements beside those that added them. Only those about
 * deliveries and their log: what goes on in the background is none of it.
 */
export type Count = { transactions: number; added: number; statements: number };

/** Does something and returns what the changes that it led to have asked of the database. */
export async function countedIn(database: Database, work: () => Promise<unknown>): Promise<Count> {
	const count = { transactions: 0, added: 0, statements: 0 };
	const counted =
		<T>(change: Work<T>): Work<T> =>
		(transaction) =>
			change(counting(transaction, count));
	const { write, writeDeliveries, claimDeliveries, writeService } = database;
	Object.assign(database, {
		write: <T>(id: string, change: Work<T>) => write.call(database, id, counted(change)),
		writeDeliveries: <T>(change: Work<T>) => writeDeliveries.call(database, counted(change)),
		claimDeliveries: <T>(change: Work<T>) => claimDeliveries.call(database, counted(change)),
		writeService: <T>(change: Work<T>) => writeService.call(database, counted(change)),
	});
	await work();
	Object.assign(database, { write, writeDeliveries, claimDeliveries, writeService });
	return count;
}

function counting(transaction: Transaction, count: Count): Transaction {
	let isCounted = false;
	const noted = (statement: Statement) => {
		const { text } = flatten(statement, SQLITE);
		if (!/deliveries|attempts/.test(text)) return statement;
		if (!isCounted) count.transactions += 1;
		isCounted = true;
		count[/^\s*insert into/.test(text) ? 'added' : 'statements'] += 1;
		return statement;
	};
	const own: Partial<Transaction> = {
		all: (statement) => transaction.all(noted(statement)),
		get: (statement) => transaction.get(noted(statement)),
		run: (statement) => transaction.run(noted(statement)),
		count: (statement) => transaction.count(noted(statement)),
	};
	return new Proxy(transaction, {
		get: (target, name: keyof Transaction) => {
			const value = own[name] ?? target[name];
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
