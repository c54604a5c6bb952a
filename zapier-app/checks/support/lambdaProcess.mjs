// Stands where AWS Lambda stands in production: loads the unpacked app's handler and hands it one event after another.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { handler } = createRequire(import.meta.url)(join(process.cwd(), 'zapierwrapper.js'));

process.on('message', async ({ id, event }) => {
	try {
		process.send({ id, answer: await handler(event) });
	} catch (error) {
		process.send({ id, error: { name: error.name, message: error.message } });
	}
});
process.send({ ready: true });
