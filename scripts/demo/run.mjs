import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serverCommand, serverMain } from '../built.mjs';
import { inRepository } from '../repository.mjs';
import { freePort } from '../freePort.mjs';
import { newApiKey, startN8n } from './n8nProcess.mjs';
import { Processes } from './processes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'fluid-demo-'));
const processes = new Processes(folder);

// Whoever presses Ctrl+C has it sent to all of them, and waits for the last.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => void processes.endAll().then(() => process.exit(0)));

const { values: options } = parseArgs({
	options: { picture: { type: 'boolean', default: false } },
});

try {
	const shown = await demo();
	if (options.picture) {
		const { takePicture } = await import('./picture.mjs');
		await takePicture(shown);
		await processes.endAll();
	}
} catch (error) {
	console.error(error.message);
	await processes.endAll();
	process.exit(1);
}

async function demo() {
	const dataDir = join(folder, 'fluid');
	mkdirSync(dataDir);
	const port = await freePort();
	const fluidUrl = `http://localhost:${port}`;
	const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' };
	delete env.DATABASE_URL;

	console.log('Starting Fluid and n8n ...');
	const fluid = processes.start([serverMain], env);
	const [n8n] = await Promise.all([
		startN8n(processes, folder, fluidUrl),
		fluid.prints('is ready at'),
	]);
	const agencyKey = await command(['keys', 'create', '--agency', '--name', 'Demo'], env);
	const manifest = join(folder, 'clients.json');
	writeFileSync(manifest, JSON.stringify(manifestFor(fluidUrl, n8n.url), null, 2));

	console.log('Rolling out two clients, as fluid clients apply does it:');
	const secrets = { FLUID_AGENCY_KEY: agencyKey, N8N_API_KEY: await newApiKey(n8n) };
	const applied = JSON.parse(
		await command(['clients', 'apply', manifest, '--json'], { ...env, ...secrets }),
	);
	for (const { client, lines } of applied.clients)
		for (const line of lines) if (!line.startsWith('Paste')) console.log(`  ${client}  ${line}`);

	const [{ addresses }] = applied.clients;
	const { url } = addresses.find(({ tool }) => tool === 'Smartlead');
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: reply(),
	});
	const [workflow] = await n8n.workflows(secrets.N8N_API_KEY, 'Client A: Positive reply');
	const signInLink = await command(['sign-in-link'], env);
	const workflowUrl = `${n8n.url}/workflow/${workflow.id}/executions`;
	console.log(`
A reply was sent to Client A, as Smartlead sends it. Look at:
  the deals board       ${signInLink}
                        (choose Client A at the top; the link works once)
  the workflow in n8n   ${workflowUrl}
                        (sign in as ${n8n.owner.email} with ${n8n.owner.password})

  Fluid's templates     ${n8n.url}/templates

Send another reply:
  curl -H 'Content-Type: application/json' -d @templates/samples/instantly-lead-interested.json '${addresses.find(({ tool }) => tool === 'Instantly').url}'

Ctrl+C ends both and removes everything.`);
	return { signInLink, client: 'Client A', workflowUrl, owner: n8n.owner };
}

function manifestFor(fluidUrl, n8nUrl) {
	return {
		fluidUrl,
		n8n: { url: n8nUrl, apiKey: 'env:N8N_API_KEY' },
		templates: ['cold-email', 'booking'],
		clients: [
			{ id: 'client-a', name: 'Client A', currency: 'EUR' },
			{ id: 'client-b', name: 'Client B', settings: { 'cold-email': { reminder_in_days: 2 } } },
		],
	};
}

/** A sample of what Smartlead sends, as a reply that came just now. */
function reply() {
	const sample = readFileSync(
		inRepository('templates/samples/smartlead-lead-category-updated.json'),
		'utf8',
	);
	return sample.replace(
		'<2@analytical.example>',
		`<${randomBytes(6).toString('hex')}@analytical.example>`,
	);
}

/** Runs the fluid command, and returns what it prints. */
function command(args, env) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [serverCommand, ...args], { env });
		let [out, err] = ['', ''];
		child.stdout.on('data', (data) => (out += data));
		child.stderr.on('data', (data) => (err += data));
		child.on('error', reject);
		child.on('close', (code) =>
			code === 0 ? resolve(out.trim()) : reject(new Error(`fluid ${args.join(' ')}: ${err}${out}`)),
		);
	});
}
