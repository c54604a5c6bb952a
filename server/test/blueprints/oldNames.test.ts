import { expect, test } from 'vitest';
import { agencyWith, ClientWorkspace } from '../../../test/support/blueprints';
import { fluidForFile } from '../../../test/support/fluid';
import {
	addStageCalled,
	changeFieldTo,
	renamePipelineTo,
	renameStageTo,
} from '../../../test/support/renaming';

const workspace = ClientWorkspace.forFile(fluidForFile());
const agency = agencyWith(() => {});

/** The client calls everything of the blueprint something else. */
async function renameAll() {
	await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
	await workspace.edit((write) =>
		changeFieldTo(write, 'industry', { name: 'Branch', options: ['Software', 'Retail'] }),
	);
	await workspace.edit((write) => renamePipelineTo(write, 'Sales', 'New business'));
}

test('what a client has renamed is found, left as it is, and not made a second time', async () => {
	await renameAll();
	const before = await workspace.exported();

	const { changes, kept, otherNames } = await workspace.apply(agency);

	expect(changes).toEqual([]);
	expect(kept).toEqual([]);
	expect(otherNames).toEqual([
		'Pipeline "Sales" is called "New business" here',
		'Stage "Contacted" of "New business" is called "Reached out" here',
		'Custom field "Industry" of "New business" is called "Branch" here',
		'Option "SaaS" of custom field "Branch" of "New business" is called "Software" here',
	]);
	expect(await workspace.exported()).toEqual(before);
});

test('deleting what is not named leaves what is named as it was called before', async () => {
	await renameAll();
	const before = await workspace.exported();

	expect((await workspace.applyAndDelete(agency)).changes).toEqual([]);
	expect(await workspace.exported()).toEqual(before);
});

test('renaming gives all of it the names of the blueprint, and a second time changes nothing', async () => {
	await renameAll();

	const { changes } = await workspace.applyAndRename(agency);

	expect(changes).toEqual([
		'Renamed pipeline "New business" to "Sales".',
		'Renamed stage "Reached out" of "Sales" to "Contacted".',
		'Changed custom field "Industry" of "Sales": it was named "Branch"; its options are SaaS, Retail; its option "Software" is renamed to "SaaS".',
	]);
	expect((await workspace.exported()).pipelines).toMatchObject([
		{
			name: 'Sales',
			stages: ['New lead', 'Contacted', 'Proposal sent'],
			custom_fields: [{ name: 'Industry', options: ['SaaS', 'Retail'] }, { name: 'Deal size' }],
		},
	]);
	expect(await workspace.applyAndRename(agency)).toMatchObject({ changes: [], otherNames: [] });
});

test('a flow that sends the name a client gave finds it after renaming as well', async () => {
	await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
	await workspace.applyAndRename(agency);

	const client = await workspace.client();
	const { body } = await client.ingest({ name: 'Acme', stage: 'Reached out' });

	expect(body).toMatchObject({
		deal: { stage_name: 'Contacted' },
		warnings: [{ code: 'old_name' }],
	});
});

test('an old name that a blueprint names beside the new one is a new stage', async () => {
	await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));

	const { changes } = await workspace.apply(
		agencyWith((sales) => sales.stages.splice(2, 0, 'Reached out')),
	);

	expect(changes).toContain('Added stage "Contacted" to "Sales".');
});

test('an old name of two stages is refused', async () => {
	await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
	await workspace.edit((write) => addStageCalled(write, 'Contacted'));
	await workspace.edit((write) => renameStageTo(write, 'Contacted', 'In touch'));

	await expect(workspace.apply(agency)).rejects.toThrow(
		'Stage "Contacted" of "Sales" can be "Reached out" and "In touch": both were called so before. Write in the file what the one you mean is called now.',
	);
});

test('two old names of one stage are refused', async () => {
	await workspace.edit((write) => renameStageTo(write, 'Contacted', 'Reached out'));
	await workspace.edit((write) => renameStageTo(write, 'Reached out', 'In touch'));

	await expect(
		workspace.apply(agencyWith((sales) => sales.stages.push('Reached out'))),
	).rejects.toThrow(
		'Stage "Reached out" of "Sales" and another one in the file are both names that "In touch" had before. Write in the file what it is called now.',
	);
});
