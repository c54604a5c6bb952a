import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database';
import { sql } from '../database/sql';
import type { AppContext } from '../context';
import type { Sealed, Secrets } from '../secrets/secrets';

const NAME = 'form token';

/** Returns what finds the key that seals the tokens of forms; every process of a service uses the same one. */
export function serviceKey({ database, secrets }: Pick<AppContext, 'database' | 'secrets'>) {
	let known: string | undefined;
	return async (): Promise<string> =>
		(known ??= secrets.open(
			'form token key',
			NAME,
			(await stored(database)) ?? (await create(database, secrets)),
		));
}

async function stored(reader: Pick<Database, 'get'>): Promise<Sealed | undefined> {
	const row = await reader.get<{ value: Sealed }>(
		sql`select value from service_keys where name = ${NAME}`,
	);
	return row?.value;
}

/** Two processes may come here at the same moment: the first one's key stays. */
async function create(database: Database, { seal }: Secrets): Promise<Sealed> {
	const value = seal('form token key', NAME, randomBytes(32).toString('base64url'));
	return database.writeService(async (transaction) => {
		await transaction.run(
			sql`insert into service_keys (name, value) values (${NAME}, ${value}) on conflict do nothing`,
		);
		return (await stored(transaction)) as Sealed;
	});
}
