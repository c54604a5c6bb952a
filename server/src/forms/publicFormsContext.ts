import type { Fluid } from '../context';
import type { Receive } from './receive';

/** What the addresses work with that are open to everybody. */
export type Visitors = Fluid & { tokenKey: () => Promise<string>; receive: Receive };
