import { pipelineDropdown } from '../dropdowns/pipelines';
import { chooseStage } from '../dropdowns/stages';
import { dealInputField } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { dealToChange } from './dealFields';

export const moveDealToStageAction = dealAction({
	key: 'move_deal_to_stage',
	label: 'Move Deal to Stage',
	description: 'Moves a deal to another stage, of its own or another pipeline.',
	inputFields: [
		dealToChange,
		dealInputField('pipeline_id', {
			...pipelineDropdown,
			required: true,
			helpText: 'The pipeline to choose the stage from. A deal in another pipeline is moved here.',
		}),
		dealInputField('stage_id', {
			...chooseStage,
			required: true,
			helpText: 'Where to move the deal: choose a stage, or give its exact name.',
		}),
		dealInputField('note'),
	],
	changes: ['stage_id', 'stage_name'],
	missing: ({ stage, stage_id }) => ((stage ?? stage_id) ? undefined : 'Fill in "Stage".'),
	always: { mode: 'update', match_on: 'id' },
});
