// Loaded into a program that a test starts (`node --require`), with a pipe for its input that nothing is written to: when
// that closes, the test's process is gone, however it ended. So the program ends too, with all of its process group, and
// takes along the folder that REMOVED_AT_END names.
const { rmSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

// Each thread loads this, and only the first has the pipe.
if (isMainThread) {
	process.stdin.once('close', end).resume();
	process.stdin.unref();
}

function end() {
	const folder = process.env.REMOVED_AT_END;
	if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	try {
		process.kill(-process.pid, 'SIGKILL');
	} catch {
		// It has no group of its own.
		process.kill(process.pid, 'SIGKILL');
	}
}
