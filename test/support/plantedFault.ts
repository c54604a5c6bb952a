import type { Database } from '../../server/src/database/database';
import { dialects, sql } from '../../server/src/database/sql';

/** A write that the database refuses from now on. */
type PlantedFault = {
	on: string;
	before: 'insert' | 'update';
	/** Which rows, as a condition about `new`; all without one. */
	when?: string;
	message: string;
};

/** Has the database refuse some writes, as a fault of its own would; returns what ends that. */
export async function plantFault(
	database: Database,
	{ on, before, when = '1 = 1', message }: PlantedFault,
): Promise<() => Promise<void>> {
	const sqlite = `create trigger planted before ${before} on ${on} when ${when}
		begin select raise(abort, '${message}'); end`;
	const postgres = `create trigger planted before ${before} on ${on} for each row execute function planted()`;
	await database.writeService(async (transaction) => {
		await transaction.run(
			dialects(
				sql`select 1`,
				text(`create function planted() returns trigger language plpgsql as $$
					begin if ${when} then raise exception '${message}'; end if; return new; end $$`),
			),
		);
		await transaction.run(dialects(text(sqlite), text(postgres)));
	});
	return () =>
		database.writeService(async (transaction) => {
			await transaction.run(
				dialects(sql`drop trigger planted`, text(`drop trigger planted on ${on}`)),
			);
			await transaction.run(dialects(sql`select 1`, sql`drop function planted`));
		});
}

function text(written: string) {
	return { strings: [written], values: [] };
}
