import { openWay, type DatabaseWay } from './way';

/** The answer to a commit (https://www.postgresql.org/docs/current/protocol-message-formats.html): CommandComplete. */
const COMMITTED = Buffer.from('COMMIT\0');

/** A way to a database that can lose the next answers to commits, with their connections. */
export type LossyWay = DatabaseWay & { loseNext: (commits: number) => void; lost: () => number };

/** Opens such a way. */
export async function lossyWay(to: string): Promise<LossyWay> {
	let toLose = 0;
	let lost = 0;
	const way = await openWay(to, ({ data, client }) => {
		if (toLose > 0 && data.includes(COMMITTED)) {
			toLose -= 1;
			lost += 1;
			client.destroy();
			return;
		}
		client.write(data);
	});
	return { ...way, loseNext: (commits) => (toLose = commits), lost: () => lost };
}
