import { contact, deal } from './examples';
import { problems, type ProblemCode } from './problems';
import { sampleChange, sampleEvent } from './sample';
import { schemas, type SchemaName } from './schemas';
import type {
	BulkContact,
	BulkContactsResult,
	BulkItem,
	BulkResult,
	IngestResult,
	Problem,
} from './types';

/** Returns an example of what a schema describes; those that hold other objects are put together from theirs. */
export function exampleOf(name: SchemaName): unknown {
	const { examples } = schemas[name] as { examples?: unknown[] };
	return examples?.[0] ?? composed[name];
}

const ingestResult: IngestResult = { action: 'created', changed_fields: [], deal };

const bulkDeal = Object.fromEntries(
	Object.entries(deal).filter(([name]) => name !== 'notes'),
) as NonNullable<BulkItem['deal']>;

const bulkItem: BulkItem = { index: 0, ...ingestResult, deal: bulkDeal };

const problem = schemas.problem.examples[0] as Problem;

const counts = { created: 1, updated: 0, unchanged: 0, failed: 1 };

const refused = { index: 1, action: 'failed', problem } as const;

const bulkResult: BulkResult = { ...counts, results: [bulkItem, refused] };

const bulkContact: BulkContact = { index: 0, action: 'created', changed_fields: [], contact };

const bulkContactsResult: BulkContactsResult = { ...counts, results: [bulkContact, refused] };

const event = sampleEvent('deal.created');

const composed: Partial<Record<SchemaName, unknown>> = {
	ingestResult,
	bulkItem,
	bulkDeal,
	bulkResult,
	bulkContact,
	bulkContactsResult,
	event,
	changeMessage: sampleChange('deal.won'),
	eventData: event.data,
};

/** Returns a problem as it is answered. */
export function exampleProblem(code: ProblemCode, publicUrl: string): Problem {
	const { status, title, detail } = problems[code];
	const { request_id } = problem;
	return { type: `${publicUrl}/docs#${code}`, title, status, detail, code, request_id };
}
