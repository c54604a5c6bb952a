import { againKinds } from './again.mts';
import { changeKinds } from './changes.mts';
import { consumerKinds } from './consumers.mts';
import { faultKinds } from './faults.mts';
import type { OperationKind } from './kind.mts';
import { webhookKinds } from './webhooks.mts';

/** Every kind of operation. A new one is an entry in one of these files, and nothing else. */
export const operationKinds: Record<string, OperationKind> = {
	...changeKinds,
	...webhookKinds,
	...consumerKinds,
	...againKinds,
	...faultKinds,
};

/** Those that a run in fair weather has none of. */
export const FAULT_KINDS = Object.keys(faultKinds);
