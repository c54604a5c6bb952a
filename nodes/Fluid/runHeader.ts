import { createHash } from 'crypto';

/** What knows which execution it is in; what is no execution does not. */
type Execution = { getInstanceId(): string; getExecutionId?(): string | undefined };

/**
 * Returns the header that says which execution a change is a part of, e.g. n8n-1f3a5c7e-4711: what an execution has done
 * can be undone together. Its number is the one in n8n's list of executions; what stands before it is of this n8n.
 */
export function runHeader(context: Execution): Record<string, string> {
	const executionId = context.getExecutionId?.();
	if (!executionId) return {};
	const instance = createHash('sha256').update(context.getInstanceId()).digest('hex').slice(0, 8);
	const number = executionId.replace(/[^A-Za-z0-9._:-]/g, '-').slice(0, 80);
	return { 'Fluid-Run': `n8n-${instance}-${number}` };
}
