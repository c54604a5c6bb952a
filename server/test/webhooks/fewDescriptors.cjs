// Sends once while only so many file descriptors are free (the argument), and once when all are: prints what came of
// each. It has few in all: start it under `ulimit -n`. CommonJS, because that is what the service runs as.
const { closeSync, openSync } = require('node:fs');
const { createServer } = require('node:http');
const { newSender } = require('../../dist/server/src/webhooks/send.js');

const receiver = createServer((_request, response) => response.end('ok'));
const sender = newSender(true, () => new Date());

receiver.listen(0, '127.0.0.1', async () => {
	const taken = takeAll();
	for (let free = Number(process.argv[2]); free > 0; free -= 1) closeSync(taken.pop());
	const whileShort = await send();
	taken.forEach((descriptor) => closeSync(descriptor));
	console.log(JSON.stringify({ whileShort, afterwards: await send() }));
	process.exit(0);
});

function takeAll() {
	const taken = [];
	try {
		for (;;) taken.push(openSync('/dev/null', 'r'));
	} catch {
		return taken;
	}
}

function send() {
	const message = {
		url: `http://127.0.0.1:${receiver.address().port}`,
		eventId: 'evt_1',
		body: '{}',
		secrets: [`whsec_${'A'.repeat(32)}`],
		authHeader: null,
	};
	return sender.send(message).then(
		({ error }) => (error === null ? 'sent' : `failed attempt: ${error}`),
		({ code, message }) => `no attempt: ${code ?? message}`,
	);
}
