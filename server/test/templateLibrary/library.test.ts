import axios from 'axios';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agencyWith, ClientWorkspace } from '../../../test/support/blueprints';
import { fluidForFile } from '../../../test/support/fluid';
import { renamePipelineTo, renameStageTo } from '../../../test/support/renaming';
import { removeLibraryToken, renewLibraryToken } from '../../src/templateLibrary/store';
import { findTemplate, TEMPLATE_FOLDER, templates } from '../../src/templateLibrary/catalog';

const fluid = fluidForFile();
const workspace = ClientWorkspace.forFile(fluid);
const EDITOR = 'https://n8n.agency.example';

/** n8n's editor, which asks from the browser of somebody who may be signed in to Fluid. */
function ask(path: string, { token, method = 'GET' }: { token?: string; method?: string } = {}) {
	const url = `${fluid.url}/n8n-templates${token === undefined ? '' : `/${token}`}${path}`;
	return axios.request({
		method,
		url,
		headers: { origin: EDITOR, cookie: 'fluid_session=somebody', 'n8n-version': '2.41.1' },
		validateStatus: () => true,
	});
}

const renew = () =>
	fluid.service.database.write(workspace.id, (transaction) =>
		renewLibraryToken(transaction, workspace.id),
	);

type Assignment = { name: string; value: unknown };

async function settings(id: string, token: string): Promise<Record<string, unknown>> {
	const { data } = await ask(`/templates/workflows/${id}`, { token });
	const { nodes } = data.workflow.workflow;
	const step = nodes.find(({ name }: { name: string }) => name === 'Client settings');
	const { assignments } = step.parameters.assignments as { assignments: Assignment[] };
	return Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
}

describe("what n8n's editor asks for", () => {
	test('is answered: health, categories, collections and a list of all', async () => {
		const [health, categories, collections, all] = await Promise.all(
			[
				'/health',
				'/templates/categories',
				'/templates/collections?&search=',
				'/templates/search?search=&page=1&limit=20&category=',
			].map(async (path) => (await ask(path)).data),
		);

		expect(health).toEqual({ status: 'OK' });
		expect(categories.categories[0]).toEqual({ id: 1, name: 'Cold email' });
		expect(collections).toEqual({ collections: [] });
		expect(all.totalWorkflows).toBe(templates().length);
		expect(all.workflows[0]).toMatchObject({
			id: 'cold-email@2',
			user: { name: 'Fluid', verified: false },
			categories: [{ id: 1, name: 'Cold email' }],
		});
		expect(all.workflows[0].description).toMatch(
			/^Needs the community node \*\*n8n-nodes-fluid\*\*/,
		);
		expect(all.workflows[0].nodes[1]).toMatchObject({
			displayName: 'Fluid',
			iconData: { fileBuffer: expect.stringMatching(/^data:image\/svg\+xml;base64,/) },
		});
	});

	test.each([
		['search=lemlist', ['cold-email@2']],
		['search=Tally%20typeform', ['form@1']],
		['category=2', ['booking@1']],
		['category=Won%20deals', ['won-to-slack@1', 'won-to-onboarding@1']],
		['search=nothing%20of%20this', []],
		['search=&page=2&limit=8', ['deals-to-postgres@1']],
		['search=&page=x&limit=-1', templates().map(({ id, version }) => `${id}@${version}`)],
	])('finds what fits %s', async (query, ids) => {
		const { data } = await ask(`/templates/search?${query}`);
		expect(data.workflows.map(({ id }: { id: string }) => id)).toEqual(ids);
	});

	test('is a workflow by its id with the version, also an earlier one, and by its id alone', async () => {
		const [newest, alone, earlier] = await Promise.all(
			['cold-email%402', 'cold-email', 'cold-email@1'].map(
				async (id) => (await ask(`/templates/workflows/${id}`)).data.workflow,
			),
		);

		expect(newest.workflow.nodes).toEqual(findTemplate('cold-email@2')?.workflow.nodes);
		expect(alone).toEqual(newest);
		expect(earlier.id).toBe('cold-email@1');
		expect(JSON.stringify(earlier.workflow)).not.toContain('HeyReach');
	});

	test('is a workflow to import without set-up, which says what it was made from', async () => {
		const { data } = await ask('/workflows/templates/won-to-slack@1');
		expect(data).toMatchObject({
			id: 'won-to-slack@1',
			workflow: { meta: { templateId: 'won-to-slack@1' } },
		});
	});

	test.each([
		['/templates/workflows/cold-email@99', 404],
		['/templates/workflows/..%2Fcatalog', 404],
		['/templates/workflows/constructor', 404],
		['/nowhere', 404],
		['', 404],
		['/health', 200],
	])('may be read by the page of the editor, whatever comes of it: %s', async (path, status) => {
		const { headers, status: answered } = await ask(path);
		expect(answered).toBe(status);
		expect(headers).toMatchObject({
			'access-control-allow-origin': EDITOR,
			'access-control-allow-credentials': 'true',
			vary: expect.stringContaining('Origin'),
		});
		expect(headers).not.toHaveProperty('set-cookie');
	});

	test('is asked beforehand with the header that names the version', async () => {
		for (const token of [undefined, 'lib_unknown']) {
			const { status, headers } = await ask('/templates/search', { token, method: 'OPTIONS' });
			expect(status).toBe(204);
			expect(headers['access-control-allow-origin']).toBe(EDITOR);
			expect(headers['access-control-allow-headers']).toContain('n8n-version');
		}
	});
});

describe("a client's own set", () => {
	test('is off until it is turned on, and the address of before ends with a new one', async () => {
		const before = await renew();
		expect((await ask('/health', { token: before })).status).toBe(200);
		const after = await renew();

		expect((await ask('/health', { token: before })).status).toBe(404);
		expect((await ask('/templates/workflows/stripe', { token: after })).status).toBe(200);
		await fluid.service.database.write(workspace.id, (transaction) =>
			removeLibraryToken(transaction, workspace.id),
		);
		const gone = await ask('/templates/search', { token: after });
		expect([gone.status, gone.headers['access-control-allow-origin']]).toEqual([404, EDITOR]);
	});

	test('has the names of the workspace filled in, as they are now', async () => {
		await workspace.apply(agencyWith((sales) => sales.stages.push('Meeting booked')));
		await workspace.edit((write) => renameStageTo(write, 'Meeting booked', 'Call booked'));
		await workspace.edit((write) => renamePipelineTo(write, 'Sales', 'New business'));
		const token = await renew();

		expect(await settings('booking', token)).toMatchObject({
			workspace: expect.stringMatching(/^Client \d+$/),
			pipeline: 'New business',
			stage: 'Call booked',
		});
	});

	test('shows no address and no URL, whatever the client calls its pipeline', async () => {
		await workspace.edit((write) => renamePipelineTo(write, 'Sales', 'ada@example.com'));
		const token = await renew();

		expect((await settings('stripe', token)).pipeline).toBe('Sales');
		expect((await settings('won-to-slack', token)).slack_url).toBe(
			'https://hooks.slack.com/services/...',
		);
	});
});

describe('the catalog', () => {
	test('has the icon of the nodes', () => {
		expect(readFileSync(join(TEMPLATE_FOLDER, 'fluid.svg'), 'utf8')).toBe(
			readFileSync(join(TEMPLATE_FOLDER, '../nodes/Fluid/fluid.svg'), 'utf8'),
		);
	});

	test('names every workflow, and no other file', () => {
		const files = readdirSync(TEMPLATE_FOLDER).filter((file) => file.endsWith('.json'));
		const workflows = files.filter((file) => !/^catalog|blueprint/.test(file));
		expect(
			templates()
				.map(({ file }) => file)
				.sort(),
		).toEqual(workflows.sort());
	});

	test.each(templates())(
		'has all of $id: samples, settings, one credential name, no id',
		(template) => {
			const { workflow } = findTemplate(template.id) ?? {};
			const names = workflow?.nodes.map(({ name }) => name) ?? [];
			for (const [step, file] of Object.entries(template.samples)) {
				expect(names).toContain(step);
				expect(() =>
					JSON.parse(readFileSync(join(TEMPLATE_FOLDER, 'samples', file), 'utf8')),
				).not.toThrow();
			}
			expect(names).toEqual(
				expect.arrayContaining(['Read me', 'Client settings', "Client's workspace"]),
			);
			const text = JSON.stringify(workflow);
			expect(text).not.toMatch(/"(ws|pip|stg|fld|deal|con|whk)_[0-9a-z]{26}/);
			expect(
				[...text.matchAll(/"fluidApi":\{"id":"([^"]*)","name":"([^"]*)"\}/g)].map((one) =>
					one.slice(1),
				),
			).not.toEqual([]);
			for (const [, id, name] of text.matchAll(/"fluidApi":\{"id":"([^"]*)","name":"([^"]*)"\}/g))
				expect([id, name]).toEqual(['', 'Fluid']);
		},
	);

	test.each(templates().filter(({ version }) => version > 1))(
		'keeps every earlier version of $id',
		({ id, version }) => {
			for (let earlier = 1; earlier < version; earlier += 1)
				expect(findTemplate(`${id}@${earlier}`)?.workflow.nodes.length).toBeGreaterThan(0);
		},
	);
});
