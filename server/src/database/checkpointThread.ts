import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// Runs in a thread of its own: see Checkpoints.
const connection = new DatabaseSync(workerData.file, { timeout: workerData.timeoutMs });

parentPort?.on('message', (mode: string) => {
	if (mode === 'stop') {
		connection.close();
		parentPort?.close();
		return;
	}
	try {
		connection.exec(`pragma wal_checkpoint(${mode})`);
	} catch {
		// A full disk, or another process's lock: the log only stays as long as it is until the next checkpoint.
	}
	parentPort?.postMessage(mode);
});
