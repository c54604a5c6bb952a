import type { TriggerPanelDefinition } from 'n8n-workflow';

const WHILE_BUILDING =
	'<b>While you build</b>, click the button above. The latest event of Fluid that fits comes in at once; where there is none, or under When Tried by Hand you choose to wait, the next one that happens does. There is nothing to set up in Fluid: the step makes its webhook and removes it again.';

/** What the panel of a trigger that is tried says to do. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Try it with an event of Fluid',
	executionsHelp: {
		inactive: `${WHILE_BUILDING}<br /><br /><b>When you are done</b>, publish the workflow. Each event that fits then starts it.`,
		active: `${WHILE_BUILDING}<br /><br /><b>The workflow is published</b>: each event that fits starts it. Its runs stand under Executions.`,
	},
	activationHint: {
		inactive: 'Publish the workflow to have each event that fits start it.',
		active: 'Each event that fits starts the workflow. Its runs stand under Executions.',
	},
};
