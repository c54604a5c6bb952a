import { Failure, reasonSentence, WrongUsage } from '../failure';
import { didYouMean } from '../../../../contract/nearest';
import { AgencyApi } from './agencyApi';
import { type ClientPlan, type Manifest, readManifest } from './manifest';
import { N8nApi } from './n8nApi';
import type { N8nWorkflow } from './n8nTypes';
import { observe, type Observation, type Surroundings } from './observe';
import { findRollOutTemplate, type RollOutTemplate } from './templates';
import type { ClientWork } from './work';

/** What every command for clients takes. */
export type ClientOptions = { client?: string; json?: true; keepGoing?: true; rename?: true };

/** What became of a client: lines for whoever reads them, and more for programs. */
export type ClientResult = {
	client: string;
	ok: boolean;
	lines: string[];
	[more: string]: unknown;
};

/** What is done for a client. */
export type ClientTask = (
	work: ClientWork,
	look: () => Promise<Observation>,
) => Promise<{ ok: boolean; [more: string]: unknown }>;

/**
 * Does something for each client of a manifest, one after the other, and stops behind one that fails unless it is to go on.
 * Prints each line when it is known; with --json all of it at the end.
 *
 * @throws Failure when a client failed
 */
export async function eachClient(
	file: string,
	options: ClientOptions,
	task: ClientTask,
	{ stopsAtFailure = true } = {},
): Promise<void> {
	const manifest = await readManifest(file, process.env);
	const clients = chosenClients(manifest, options.client);
	const fluid = new AgencyApi(manifest.fluidUrl, manifest.agencyKey);
	await fluid.agency();
	const results: ClientResult[] = [];
	const places = new Map<string, Pick<Surroundings, 'n8n' | 'allWorkflows'>>();
	for (const client of clients) {
		const place = places.get(client.n8n.url) ?? newPlace(client);
		places.set(client.n8n.url, place);
		const result = await oneClient({ manifest, fluid, client, place, options }, task);
		results.push(result);
		if (!result.ok && stopsAtFailure && !options.keepGoing) break;
	}
	if (options.json) console.log(JSON.stringify({ clients: results }, null, 2));
	const failed = results.filter(({ ok }) => !ok);
	if (failed.length === 0) return;
	const left = clients.length - results.length;
	throw new Failure(
		`${failed.map(({ client }) => client).join(', ')}: see above.${left > 0 ? ` ${left} more ${left === 1 ? 'client was' : 'clients were'} not looked at; --keep-going does not stop at the first.` : ''}`,
	);
}

type One = {
	manifest: Manifest;
	fluid: AgencyApi;
	client: ClientPlan;
	place: Pick<Surroundings, 'n8n' | 'allWorkflows'>;
	options: ClientOptions;
};

async function oneClient(
	{ manifest, fluid, client, place, options }: One,
	task: ClientTask,
): Promise<ClientResult> {
	const lines: string[] = [];
	const say = (line: string) => {
		lines.push(line);
		if (!options.json) console.log(`${client.id}  ${line}`);
	};
	const templates = client.templates.map(
		(name) => findRollOutTemplate(name, manifest.templatesFolder) as RollOutTemplate,
	);
	const work: ClientWork = {
		...{ manifest, client, fluid, templates, say },
		n8n: place.n8n,
		...{ workspace: undefined, otherNames: [], isRenaming: options.rename === true },
	};
	const look = async () => {
		const around = {
			...{ manifest, fluid, ...place, isRenaming: work.isRenaming },
			workspaces: await fluid.workspaces(),
			rollouts: await fluid.rollouts(client.id),
		};
		const observed = await observe(around, client);
		work.workspace = observed.workspace;
		work.otherNames = observed.otherNames;
		return observed;
	};
	try {
		return { client: client.id, ...(await task(work, look)), lines };
	} catch (reason) {
		say(reasonSentence(reason));
		return { client: client.id, ok: false, lines };
	}
}

function newPlace({ n8n: address }: ClientPlan): Pick<Surroundings, 'n8n' | 'allWorkflows'> {
	const n8n = new N8nApi(address, (sentence) => console.error(sentence));
	let all: Promise<N8nWorkflow[]> | undefined;
	return { n8n, allWorkflows: () => (all ??= n8n.listWorkflows()) };
}

function chosenClients({ clients }: Manifest, id: string | undefined): ClientPlan[] {
	if (id === undefined) return clients;
	const found = clients.filter((client) => client.id === id);
	if (found.length > 0) return found;
	const ids = clients.map((client) => client.id);
	throw new WrongUsage(`There is no client "${id}" in the file.${didYouMean(id, ids)}`);
}
