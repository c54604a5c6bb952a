import { againKinds } from './again.mts';
import { changeKinds } from './changes.mts';
import { consumerKinds } from './consumers.mts';
import { diskKinds } from './disks.mts';
import { faultKinds } from './faults.mts';
import type { OperationKind } from './kind.mts';
import { pullKinds } from './pulls.mts';
import { webhookKinds } from './webhooks.mts';

/** Those that plans are drawn from. A new one is an entry in one of these files, and nothing else. */
export const drawnKinds: Record<string, OperationKind> = {
	...changeKinds,
	...webhookKinds,
	...consumerKinds,
	...pullKinds,
	...againKinds,
	...faultKinds,
};

/** Every kind of operation. */
export const operationKinds: Record<string, OperationKind> = { ...drawnKinds, ...diskKinds };

/** Those of webhooks that are pulled: most runs have none, so that what is sent is seen as often as before. */
export const PULL_KINDS = Object.keys(pullKinds);

/** Those that a run in fair weather has none of. */
export const FAULT_KINDS = Object.keys(faultKinds);
