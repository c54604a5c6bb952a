import type { INodeProperties } from 'n8n-workflow';
import { collection } from './fields';

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	noDataExpression: true,
	description:
		'Whether to check everything and return the usual response without saving anything, to try out a mapping',
};

const ownKey: INodeProperties = {
	displayName: 'Idempotency Key',
	name: 'idempotencyKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.body.event_id }}',
	description:
		'Items with the same key are saved only once within 24 hours, even by other executions of this workflow. Use the ID of the message or event that a tool may send twice. When empty, only retries of the same execution are recognized.',
};

/** What can be said of saving, whatever is saved. */
export const savingOptions: INodeProperties[] = [dryRun, ownKey];

/** The same as a group of its own. */
export const savingGroup: INodeProperties = collection('Options', 'options', savingOptions);
