import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isCurrency } from '../../../../contract/reading';
import type { Blueprint } from '../../../../contract/types';
import { fileFault, userPath } from '../files';
import { WrongUsage } from '../failure';
import type { N8nAddress } from './n8nApi';
import { findRollOutTemplate, templateNames } from './templates';

/** An n8n that clients are rolled out in. */
export type N8nPlace = N8nAddress & {
	/** What the addresses of its webhooks begin with. */
	webhookUrl: string;
	/** Fluid's address as this n8n reaches it. */
	fluidUrl: string;
	/** The personal project of the client's user, where each has one. */
	projectId?: string;
};

/** A value of a client's settings, and whether it came from a variable and must stand nowhere else. */
export type SettingValue = { value: string | number | boolean; isSecret: boolean };

/** A client as it is to be. */
export type ClientPlan = {
	id: string;
	name: string;
	currency: string | undefined;
	n8n: N8nPlace;
	/** By template, in the order in which they are rolled out. */
	templates: string[];
	/** By template and name. */
	settings: Record<string, Record<string, SettingValue>>;
};

/** What clients.json says. */
export type Manifest = {
	fluidUrl: string;
	agencyKey: string;
	packVersion: string | undefined;
	blueprint: Blueprint | undefined;
	/** Folder with templates of the agency's own, which come before those of Fluid. */
	templatesFolder: string | undefined;
	clients: ClientPlan[];
};

/**
 * Returns what a file says, with its variables filled in.
 *
 * @throws WrongUsage with everything that is wrong with it
 */
export async function readManifest(file: string, env: NodeJS.ProcessEnv): Promise<Manifest> {
	const reading = new Reading(env);
	const given = reading.object(parse(file), '');
	const folder = dirname(userPath(file));
	const fluidUrl = reading.url(given.fluidUrl, '/fluidUrl');
	const shared = given.n8n === undefined ? undefined : reading.object(given.n8n, '/n8n');
	const templatesFolder =
		given.templatesFolder === undefined
			? undefined
			: resolve(folder, reading.text(given.templatesFolder, '/templatesFolder'));
	const usual = reading.texts(given.templates ?? [], '/templates');
	const clients = reading.list(given.clients, '/clients').map((client, index): ClientPlan => {
		const at = `/clients/${index}`;
		const one = reading.object(client, at);
		reading.known(one, ['id', 'name', 'currency', 'templates', 'settings', 'n8n'], at);
		const own = one.n8n === undefined ? {} : reading.object(one.n8n, `${at}/n8n`);
		const templates =
			one.templates === undefined ? usual : reading.texts(one.templates, `${at}/templates`);
		return {
			id: reading.id(one.id, `${at}/id`),
			name: reading.text(one.name, `${at}/name`),
			currency:
				one.currency === undefined ? undefined : reading.currency(one.currency, `${at}/currency`),
			n8n: reading.place({ ...shared, ...own }, `${at}/n8n`, fluidUrl),
			templates,
			settings: reading.settings(one.settings ?? {}, templates, `${at}/settings`),
		};
	});
	reading.known(
		given,
		[
			'fluidUrl',
			'agencyKey',
			'n8n',
			'pack',
			'blueprint',
			'templates',
			'templatesFolder',
			'clients',
		],
		'',
	);
	const pack = given.pack === undefined ? {} : reading.object(given.pack, '/pack');
	const agencyKey = reading.secret(given.agencyKey ?? 'env:FLUID_AGENCY_KEY', '/agencyKey');
	for (const client of clients)
		for (const name of client.templates)
			if (!findRollOutTemplate(name, templatesFolder))
				reading.fault(
					`/clients`,
					`"${client.id}" has the template "${name}", which there is not. There are: ${templateNames(templatesFolder).join(', ')}.`,
				);
	reading.refuseRepeated(
		clients.map(({ id }) => id),
		'id',
	);
	reading.refuseRepeated(
		clients.map(({ name }) => name),
		'name',
	);
	reading.end(file);
	const blueprint =
		given.blueprint === undefined
			? undefined
			: (await import('../workspaces/blueprintFile.js')).blueprintFile(
					resolve(folder, String(given.blueprint)),
				);
	const packVersion = pack.version === undefined ? undefined : String(pack.version);
	return { fluidUrl, agencyKey, packVersion, blueprint, templatesFolder, clients };
}

function parse(file: string): unknown {
	let text: string;
	try {
		text = readFileSync(userPath(file), 'utf8');
	} catch (reason) {
		throw new WrongUsage(`${file} cannot be read: ${fileFault(reason)}.`);
	}
	try {
		return JSON.parse(text);
	} catch (reason) {
		throw new WrongUsage(`${file} is not valid JSON: ${(reason as Error).message}.`);
	}
}

/** Reads values of the manifest, and gathers what is wrong with them. */
class Reading {
	private readonly faults: string[] = [];

	constructor(private readonly env: NodeJS.ProcessEnv) {}

	fault(at: string, sentence: string): void {
		this.faults.push(`At ${at || 'the top'}: ${sentence}`);
	}

	end(file: string): void {
		if (this.faults.length > 0)
			throw new WrongUsage(`${file} cannot be used.\n${[...new Set(this.faults)].join('\n')}`);
	}

	object(value: unknown, at: string): Record<string, unknown> {
		if (typeof value === 'object' && value !== null && !Array.isArray(value))
			return value as Record<string, unknown>;
		this.fault(at, 'This must be an object.');
		return {};
	}

	known(object: Record<string, unknown>, names: string[], at: string): void {
		for (const name of Object.keys(object))
			if (!names.includes(name))
				this.fault(at, `"${name}" is not known here. Known are: ${names.join(', ')}.`);
	}

	list(value: unknown, at: string): unknown[] {
		if (Array.isArray(value) && value.length > 0) return value;
		this.fault(at, 'This must be a list with at least one entry.');
		return [];
	}

	texts(value: unknown, at: string): string[] {
		if (Array.isArray(value)) return value.map((one, index) => this.text(one, `${at}/${index}`));
		this.fault(at, 'This must be a list of texts.');
		return [];
	}

	text(value: unknown, at: string): string {
		if (typeof value === 'string' && value.trim() !== '') return value.trim();
		this.fault(at, 'This must be a text, and not empty.');
		return '';
	}

	id(value: unknown, at: string): string {
		const id = this.text(value, at);
		if (id !== '' && !/^[a-z0-9][a-z0-9-]{0,39}$/.test(id))
			this.fault(
				at,
				`"${id}" must be lower-case letters, digits and dashes, such as client-a. It never changes; the name may.`,
			);
		return id;
	}

	currency(value: unknown, at: string): string {
		const code = this.text(value, at).toUpperCase();
		if (!isCurrency(code))
			this.fault(at, `"${code}" is not an ISO 4217 currency code. Write it like EUR.`);
		return code;
	}

	url(value: unknown, at: string): string {
		const text = this.text(value, at).replace(/\/+$/, '');
		if (!/^https?:\/\/[^/\s]+/.test(text))
			this.fault(at, `"${text}" must be an address such as https://crm.agency.example.`);
		return text;
	}

	/** Secrets stand in the environment alone, never in the file. */
	secret(value: unknown, at: string): string {
		const text = this.text(value, at);
		const name = variableOf(text);
		if (name !== undefined) return this.variable(name, at);
		this.fault(
			at,
			'A secret must not stand in this file. Write env:NAME, and put it into that variable.',
		);
		return '';
	}

	place(given: Record<string, unknown>, at: string, fluidUrl: string): N8nPlace {
		this.known(given, ['url', 'apiKey', 'webhookUrl', 'fluidUrl', 'projectId'], at);
		const url = this.url(given.url, `${at}/url`);
		const other = (name: string, usual: string) =>
			given[name] === undefined || given[name] === null
				? usual
				: this.url(given[name], `${at}/${name}`);
		return {
			url,
			apiKey: this.secret(given.apiKey, `${at}/apiKey`),
			webhookUrl: other('webhookUrl', url),
			fluidUrl: other('fluidUrl', fluidUrl),
			...(given.projectId !== undefined && {
				projectId: this.text(given.projectId, `${at}/projectId`),
			}),
		};
	}

	settings(value: unknown, templates: string[], at: string): ClientPlan['settings'] {
		const byTemplate = Object.entries(this.object(value, at)).map(([template, settings]) => {
			if (!templates.includes(template))
				this.fault(at, `"${template}" is not among the templates of this client.`);
			const entries = Object.entries(this.object(settings, `${at}/${template}`));
			return [
				template,
				Object.fromEntries(
					entries.map(([name, one]) => [name, this.setting(one, `${at}/${template}/${name}`)]),
				),
			];
		});
		return Object.fromEntries(byTemplate) as ClientPlan['settings'];
	}

	private setting(value: unknown, at: string): SettingValue {
		if (typeof value === 'number' || typeof value === 'boolean') return { value, isSecret: false };
		if (typeof value !== 'string') {
			this.fault(at, 'A setting must be a text, a number, or true or false.');
			return { value: '', isSecret: false };
		}
		const name = variableOf(value);
		if (name === undefined) return { value, isSecret: false };
		return { value: this.variable(name, at), isSecret: true };
	}

	private variable(name: string, at: string): string {
		const value = this.env[name];
		if (value === undefined || value === '') {
			this.fault(at, `The variable ${name} is not set. Set it and run the command again.`);
			return '';
		}
		return value;
	}

	refuseRepeated(values: string[], what: string): void {
		const folded = values.map((one) => one.normalize().toLowerCase());
		for (const [index, value] of values.entries()) {
			const first = folded.indexOf(folded[index] as string);
			if (first === index) continue;
			const why = values[first] === value ? '' : ': upper and lower case make no difference';
			this.fault('/clients', `Two clients have the ${what} "${value}"${why}. Change one.`);
		}
	}
}

function variableOf(text: string): string | undefined {
	return /^env:([A-Za-z_]\w*)$/.exec(text)?.[1];
}
