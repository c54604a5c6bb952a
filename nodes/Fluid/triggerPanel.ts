import type { TriggerPanelDefinition } from 'n8n-workflow';

const WHILE_BUILDING =
	'<b>While you build</b>, click the button above. The latest matching event from Fluid is used right away. If there is none, or if you choose to wait under When Tried by Hand, the step waits for the next event. There is nothing to set up in Fluid: the step creates its webhook and removes it again.';

/** What the panel of a trigger that is tried says to do. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Try it with an event from Fluid',
	executionsHelp: {
		inactive: `${WHILE_BUILDING}<br /><br /><b>When you are done</b>, publish the workflow. Each matching event then starts it.`,
		active: `${WHILE_BUILDING}<br /><br /><b>The workflow is published</b>: each event that fits starts it. Its runs stand under Executions.`,
	},
	activationHint: {
		inactive: 'Publish the workflow so that each matching event starts it.',
		active: 'Each matching event starts the workflow. Its runs are listed under Executions.',
	},
};
