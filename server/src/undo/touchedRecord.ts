import type { ChangeKind, ChangeState } from '../runs/store';

/** A change of a run as it is noted. */
export type RunChange = { change_id: string; kind: ChangeKind; state: ChangeState };

/** A record that a run has touched, with its changes, the newest first. */
export type TouchedRecord = { id: string; changes: RunChange[] };
