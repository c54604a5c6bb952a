import type { IWorkflowExecuteAdditionalData, Workflow, WorkflowExecuteMode } from 'n8n-workflow';
import { core } from './engine';
import type { PlainCredentials } from './plainCredentials';

/** What n8n hands to every node beside its parameters, with the parts our nodes never use left to fail loudly. */
export function additionalDataFor(
	mode: WorkflowExecuteMode,
	workflow: Workflow,
	credentialsHelper: PlainCredentials,
	executionId: string,
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1';
	const unused = (name: string) => () => {
		throw new Error(`The in-process engine has no ${name}; test this with a real n8n.`);
	};
	return {
		credentialsHelper,
		hooks: new core.ExecutionLifecycleHooks(mode, executionId, {
			id: workflow.id,
			name: workflow.name ?? '',
			active: false,
			isArchived: false,
			createdAt: new Date(0),
			updatedAt: new Date(0),
			nodes: Object.values(workflow.nodes),
			connections: workflow.connectionsBySourceNode,
			activeVersionId: null,
		}),
		executionId,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		logAiEvent: () => {},
		executeWorkflow: unused('sub-workflows'),
		getRunExecutionData: unused('stored executions'),
		getRuntimeCredential: unused('runtime credentials'),
		startRunnerTask: unused('task runner'),
		externalSecretsProxy: undefined as never,
	};
}
