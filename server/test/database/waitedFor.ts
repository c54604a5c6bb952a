import type { Transaction } from '../../src/database/database';
import type { Statement } from '../../src/database/sql';

/** Returns the same transaction, and the texts of the statements whose answers are waited for. */
export function counting(transaction: Transaction) {
	const asked: string[] = [];
	const reads = ['all', 'get', 'count'] as const;
	const watched = new Proxy(transaction, {
		get: (target, name) => {
			const value: unknown = Reflect.get(target, name);
			if (typeof value !== 'function') return value;
			const call = value.bind(target) as (...given: unknown[]) => unknown;
			if (!(reads as readonly unknown[]).includes(name)) return call;
			return (statement: Statement) => (asked.push(statement.strings.join('?')), call(statement));
		},
	});
	return { asked, watched };
}

/** Returns how often the one of some texts is there that is there most often. */
export function mostOften(texts: string[]): number {
	const times = new Map<string, number>();
	for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
	return Math.max(...times.values());
}
