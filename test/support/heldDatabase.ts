import type { Database } from '../../server/src/database/database';

/** Returns a database whose urgent writes wait until `goOn` is called. */
export function heldDatabase(real: Database): { database: Database; goOn: () => void } {
	let goOn = () => {};
	const held = new Promise<void>((resolve) => (goOn = resolve));
	const own: Partial<Database> = {
		writeDeliveries: (work) => held.then(() => real.writeDeliveries(work)),
	};
	const database: Database = Object.assign(Object.create(real), own);
	return { database, goOn };
}
