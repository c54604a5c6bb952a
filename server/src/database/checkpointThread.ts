import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

// Runs in a thread of its own: see LargeChange.
const connection = new DatabaseSync(workerData.file);
try {
	connection.exec('pragma wal_checkpoint(passive)');
} catch {
	// A full disk, or another process's lock: the log only stays as long as it is until the next checkpoint.
} finally {
	connection.close();
}
