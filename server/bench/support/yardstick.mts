// The least a server can do for a new deal: node:http and node:sqlite, the same rows, the same durability (WAL, FULL,
// group commit), a look-up of the key, of the contact and of the company; no validation, no framework, no events sent.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const connection = new DatabaseSync(join(process.env.DATA_DIR as string, 'yardstick.sqlite'));
connection.exec(`
	pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32000; pragma wal_autocheckpoint = 4000;
	create table keys (hash text primary key, workspace_id text);
	create table companies (id text primary key, workspace_id text, name text, name_key text, domain text, created_at text, updated_at text);
	create index companies_by_name on companies (workspace_id, name_key);
	create table contacts (id text primary key, workspace_id text, company_id text, name text, email text, email_key text, phone text, created_at text, updated_at text);
	create unique index contacts_by_email on contacts (workspace_id, email_key);
	create index contacts_by_id on contacts (workspace_id, id);
	create table deals (id text primary key, workspace_id text, name text, value real, status text, pipeline_id text, stage_id text, contact_id text, company_id text, custom_fields text, labels text, created_at text, updated_at text);
	create index deals_by_contact on deals (contact_id);
	create index deals_by_stage on deals (stage_id, id);
	create index deals_by_update on deals (workspace_id, updated_at, id);
	create table events (sequence integer primary key, id text unique, workspace_id text, type text, timestamp text, body text);
	create index events_by_workspace on events (workspace_id, sequence);`);

const key = `fluid_${'y'.repeat(38)}`;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
connection.prepare('insert into keys values (?, ?)').run(hash(key), 'ws_yardstick');

const findKey = connection.prepare('select workspace_id from keys where hash = ?');
const findContact = connection.prepare(
	'select * from contacts where workspace_id = ? and email_key = ?',
);
const findCompany = connection.prepare(
	'select * from companies where workspace_id = ? and name_key = ?',
);
const insertCompany = connection.prepare('insert into companies values (?, ?, ?, ?, ?, ?, ?)');
const insertContact = connection.prepare('insert into contacts values (?, ?, ?, ?, ?, ?, ?, ?, ?)');
const insertDeal = connection.prepare(
	'insert into deals values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
);
const insertEvent = connection.prepare('insert into events values (?, ?, ?, ?, ?, ?)');

type Input = {
	name: string;
	value: number;
	contact: { email: string; name: string };
	company: string;
	custom_fields: Record<string, unknown>;
};

let sequence = 0;
let waiting: Array<{ input: Input; workspace: string; response: ServerResponse }> = [];

createServer((request, response) => {
	if (request.url === '/readyz') {
		response.end('{}');
		return;
	}
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const workspace = workspaceOf(request);
		if (!workspace) {
			response.writeHead(401).end();
			return;
		}
		if (waiting.length === 0) setImmediate(commitTogether);
		waiting.push({ input: JSON.parse(Buffer.concat(chunks).toString()), workspace, response });
	});
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log(key));

process.on('SIGTERM', () => process.exit(0));

function workspaceOf(request: IncomingMessage): string | undefined {
	const given = (request.headers.authorization ?? '').slice('Bearer '.length);
	return findKey.get(hash(given))?.workspace_id as string | undefined;
}

function commitTogether(): void {
	const group = waiting;
	waiting = [];
	connection.exec('begin immediate');
	const bodies = group.map(({ input, workspace }) => store(input, workspace));
	connection.exec('commit');
	group.forEach(({ response }, index) => {
		response.writeHead(201, { 'content-type': 'application/json' }).end(bodies[index]);
	});
}

function store(input: Input, workspace: string): string {
	const at = new Date().toISOString();
	const nameKey = input.company.toLowerCase();
	const company = findCompany.get(workspace, nameKey) ?? newCompany(input, workspace, nameKey, at);
	const emailKey = input.contact.email.toLowerCase();
	const contact =
		findContact.get(workspace, emailKey) ?? newContact(input, workspace, emailKey, company, at);
	const deal = {
		id: id('deal'),
		name: input.name,
		value: input.value,
		status: 'open',
		pipeline_id: 'pip_sales',
		stage_id: 'stg_new',
		contact,
		company,
		custom_fields: input.custom_fields,
		created_at: at,
		updated_at: at,
	};
	insertDeal.run(
		deal.id,
		workspace,
		deal.name,
		deal.value,
		deal.status,
		deal.pipeline_id,
		deal.stage_id,
		contact.id as string,
		company.id as string,
		JSON.stringify(deal.custom_fields),
		'[]',
		at,
		at,
	);
	publish(workspace, 'deal.created', { deal }, at);
	return JSON.stringify({ action: 'created', changed_fields: [], deal });
}

function newCompany(input: Input, workspace: string, nameKey: string, at: string) {
	const company = { id: id('com'), name: input.company, domain: null };
	insertCompany.run(company.id, workspace, company.name, nameKey, null, at, at);
	return company;
}

function newContact(
	input: Input,
	workspace: string,
	emailKey: string,
	company: Record<string, unknown>,
	at: string,
) {
	const contact = { id: id('con'), ...input.contact, company, created_at: at, updated_at: at };
	const { name, email } = input.contact;
	const row = [contact.id, workspace, company.id as string, name, email, emailKey, null, at, at];
	insertContact.run(...row);
	publish(workspace, 'contact.created', { contact }, at);
	return contact as Record<string, unknown>;
}

function publish(workspace: string, type: string, data: unknown, at: string): void {
	sequence += 1;
	const event = { id: id('evt'), type, timestamp: at, workspace_id: workspace, sequence, data };
	insertEvent.run(sequence, event.id, workspace, type, at, JSON.stringify(event));
}

function id(prefix: string): string {
	return `${prefix}_${Date.now().toString(36)}${randomBytes(10).toString('hex')}`;
}
