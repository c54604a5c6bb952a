// npm run -s fluid -- ARGS: the fluid command. Set-up speaks on stderr, so stdout is the command's alone.
import { become, stop } from './node24.mjs';
import { installService } from './installed.mjs';
import { buildServiceIfStale, serverCommand } from './built.mjs';

try {
	await installService();
	await buildServiceIfStale();
	await become(serverCommand, process.argv.slice(2));
} catch (error) {
	stop(error.message);
}
