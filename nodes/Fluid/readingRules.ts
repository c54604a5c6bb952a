import type { Notation } from '../../contract/reading';

/** How values are read: in the workflow's time zone, and by the rule of the node's version. */
export type ReadingRules = Required<Pick<Notation, 'zone'>> & { isFirstVersion: boolean };
