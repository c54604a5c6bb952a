// The least a server can do for a new deal: node:http and node:sqlite, the service's own tables, rows of the same
// content, the same durability (WAL, FULL, group commit), a look-up of the key, of the contact and of the company, and the
// index of texts brought up to date behind the rows; no validation, no framework, no events sent.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { addSearchText, migrate } from './builtDatabase.mts';
import { CONTACT_TEXTS, DEAL_TEXTS } from './texts.mts';

const connection = new DatabaseSync(join(process.env.DATA_DIR as string, 'yardstick.sqlite'));
connection.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
	pragma cache_size = -32000; pragma wal_autocheckpoint = 2000;`);
addSearchText(connection);
migrate(connection);

const key = `fluid_${'y'.repeat(38)}`;
const started = new Date().toISOString();
connection.exec(`
	insert into workspaces (id, name, currency, created_at) values ('ws_yardstick', 'My workspace', 'USD', '${started}');
	insert into api_keys (id, workspace_id, name, hash, last_four, created_at)
		values ('key_yardstick', 'ws_yardstick', 'First key', '${hash(key)}', 'yyyy', '${started}');`);

const findKey = connection.prepare('select workspace_id from api_keys where hash = ?');
const findContact = connection.prepare(
	'select * from contacts where workspace_id = ? and email_key = ?',
);
const findCompany = connection.prepare(
	'select * from companies where workspace_id = ? and name_key = ?',
);
const insertCompany = inserting(
	'companies',
	'id workspace_id name name_key domain created_at updated_at',
);
const insertContact = inserting(
	'contacts',
	'id workspace_id company_id name first_name last_name email email_key phone title linkedin_url created_at updated_at',
);
const insertDeal = inserting(
	'deals',
	'id workspace_id external_id name value currency status lost_reason pipeline_id stage_id contact_id company_id custom_fields reminder_at reminder_note labels owner_email source notes created_at updated_at',
);
const insertEvent = inserting('events', 'sequence id workspace_id deal_id type timestamp body');

const indexDeals = connection.prepare(
	`insert into deal_index (rowid, text) ${DEAL_TEXTS} and deals.number > ?`,
);
const indexContacts = connection.prepare(
	`insert into contact_index (rowid, text) ${CONTACT_TEXTS} and contacts.number > ?`,
);
const lastDeal = connection.prepare('select max(number) as number from deals');
const lastContact = connection.prepare('select max(number) as number from contacts');

type Input = {
	name: string;
	value: number;
	contact: { email: string; name: string };
	company: string;
	custom_fields: Record<string, unknown>;
};

const stage = {
	pipeline_id: id('pip'),
	pipeline_name: 'Sales',
	stage_id: id('stg'),
	stage_name: 'New lead',
};

/** As often as the service does, so that as many are indexed at once. */
const INDEXED_EVERY_MS = 100;

let sequence = 0;
let indexed = { deals: 0, contacts: 0 };
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

setInterval(indexTexts, INDEXED_EVERY_MS);
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

function indexTexts(): void {
	connection.exec('begin immediate');
	indexDeals.run(indexed.deals);
	indexContacts.run(indexed.contacts);
	indexed = {
		deals: Number(lastDeal.get()?.number ?? 0),
		contacts: Number(lastContact.get()?.number ?? 0),
	};
	connection.exec('commit');
}

function store(input: Input, workspace: string): string {
	const at = new Date().toISOString();
	const nameKey = input.company.toLowerCase();
	const company = findCompany.get(workspace, nameKey) ?? newCompany(input, workspace, nameKey, at);
	const emailKey = input.contact.email.toLowerCase();
	const contact =
		findContact.get(workspace, emailKey) ?? newContact(input, workspace, emailKey, company, at);
	const dealId = id('deal');
	const deal = {
		id: dealId,
		external_id: null,
		name: input.name,
		value: input.value,
		currency: 'USD',
		status: 'open',
		lost_reason: null,
		...stage,
		contact,
		company,
		custom_fields: input.custom_fields,
		reminder: null,
		labels: [],
		owner_email: null,
		source: null,
		notes: [],
		url: `http://localhost:3917/deals/${dealId}`,
		created_at: at,
		updated_at: at,
	};
	const parties = [contact.id as string, company.id as string];
	const fields = JSON.stringify(deal.custom_fields);
	insertDeal.run(
		...[dealId, workspace, null, deal.name, deal.value, deal.currency, deal.status, null],
		...[
			stage.pipeline_id,
			stage.stage_id,
			...parties,
			fields,
			null,
			null,
			'[]',
			null,
			null,
			0,
			at,
			at,
		],
	);
	publish(workspace, 'deal.created', { deal }, dealId, at);
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
	const { name, email } = input.contact;
	const [first_name = '', last_name = ''] = name.split(' ');
	const contact = {
		id: id('con'),
		name,
		first_name,
		last_name,
		email,
		phone: null,
		title: null,
		linkedin_url: null,
		company,
		created_at: at,
		updated_at: at,
	};
	insertContact.run(
		...[contact.id, workspace, company.id as string, name, first_name, last_name],
		...[email, emailKey, null, null, null, at, at],
	);
	publish(workspace, 'contact.created', { contact }, null, at);
	return contact as Record<string, unknown>;
}

function publish(
	workspace: string,
	type: string,
	data: unknown,
	dealId: string | null,
	at: string,
): void {
	sequence += 1;
	const place = dealId ? stage : { pipeline_id: null, stage_id: null };
	const event = {
		id: id('evt'),
		type,
		timestamp: at,
		workspace_id: workspace,
		pipeline_id: place.pipeline_id,
		stage_id: place.stage_id,
		sequence,
		data,
		previous: null,
		changed_fields: [],
	};
	insertEvent.run(sequence, event.id, workspace, dealId, type, at, JSON.stringify(event));
}

function inserting(table: string, columns: string) {
	const names = columns.split(' ');
	const places = names.map(() => '?').join(', ');
	return connection.prepare(`insert into ${table} (${names.join(', ')}) values (${places})`);
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/** In the order of time, as the service's are, and as long. */
function id(prefix: string): string {
	const random = randomUUID();
	return `${prefix}_${Date.now().toString(36)}${random.slice(0, 8)}${random.slice(-10)}`;
}
