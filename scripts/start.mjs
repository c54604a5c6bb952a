// npm start: the service, installed and built first where needed.
// package.json starts this with "exec", so that npm's signals reach it: the shell between the two passes none on. Where
// there is no exec, on Windows, the second half of that line runs.
import { become, stop } from './node24.mjs';
import { installService } from './installed.mjs';
import { buildServiceIfStale, serverMain } from './built.mjs';

try {
	await installService();
	await buildServiceIfStale();
	await become(serverMain, process.argv.slice(2));
} catch (error) {
	stop(error.message);
}
