import type { AppContext } from '../context';
import type { HandleSubmission } from './receive';

/** What the addresses work with that are open to everybody. */
export type PublicFormsContext = AppContext & {
	tokenKey: () => Promise<string>;
	receive: HandleSubmission;
};
