import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database';
import { sql } from '../database/sql';

const NAME = 'form token';

/** Returns what finds the key that seals the tokens of forms; every process of a service uses the same one. */
export function serviceKey(database: Database): () => Promise<string> {
	let known: string | undefined;
	return async () => (known ??= (await stored(database)) ?? (await create(database)));
}

async function stored(reader: Pick<Database, 'get'>): Promise<string | undefined> {
	const row = await reader.get<{ value: string }>(
		sql`select value from service_keys where name = ${NAME}`,
	);
	return row?.value;
}

/** Two processes may come here at the same moment: the first one's key stays. */
async function create(database: Database): Promise<string> {
	return database.write(async (transaction) => {
		const value = randomBytes(32).toString('base64url');
		await transaction.run(
			sql`insert into service_keys (name, value) values (${NAME}, ${value}) on conflict do nothing`,
		);
		return (await stored(transaction)) as string;
	});
}
