import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { addPipeline } from '../../src/pipelineEditing/changes';

const fluid = fluidForFile();

const add = (name: string, stages: string[]) =>
	fluid.service.database.writeService((transaction) =>
		addPipeline({ transaction, workspaceId: fluid.workspaceId }, { name, stages }),
	);

test.each([
	[
		'the name of another one in other letters',
		'SALES',
		['New'],
		'This workspace has a pipeline "Sales" already. Choose another name.',
	],
	[
		'the name of another one and what nobody sees',
		'Sa\u00adles',
		['New'],
		'This workspace has a pipeline "Sales" already. Choose another name.',
	],
	[
		'a stage twice in other characters',
		'Partners',
		['Büro', 'Bu\u0308ro'],
		'The stage "Bu\u0308ro" appears twice, with different upper and lower case. Remove one of the two.',
	],
	[
		'a stage twice in other letters',
		'Partners',
		['New lead', 'New Lead'],
		'The stage "New Lead" appears twice, with different upper and lower case. Remove one of the two.',
	],
])('a new pipeline with %s is refused', async (_what, name, stages, sentence) => {
	await expect(add(name, stages)).rejects.toThrow(sentence);
	expect((await fluid.get('/api-pipelines')).body.data).toHaveLength(1);
});

test('a pipeline and a stage are found by names that read the same', async () => {
	await add('Büro', ['Erstgespräch']);
	const place = { pipeline: 'Bu\u0308ro', stage: 'Erstgespra\u0308ch' };
	expect(await fluid.deal({ name: 'Order', ...place })).toMatchObject({
		pipeline_name: 'Büro',
		stage_name: 'Erstgespräch',
	});
});
