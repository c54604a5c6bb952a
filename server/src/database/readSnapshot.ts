import type { DatabaseSync } from 'node:sqlite';

/** What a connection shows: held as it is while something is committed that is not on the disk yet. */
export class ReadSnapshot {
	constructor(private readonly reader: DatabaseSync) {}

	/** A transaction begins with its first read. Throws while another program holds a lock. */
	hold(): void {
		try {
			this.reader.exec('begin; select 1 from sqlite_schema limit 1');
		} catch (reason) {
			this.release();
			throw reason;
		}
	}

	/** From now on it shows what is committed. */
	release(): void {
		if (this.reader.isTransaction) this.reader.exec('end');
	}
}
