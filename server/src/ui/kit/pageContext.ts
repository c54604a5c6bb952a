import type { Session } from '../../signIn/sessions';
import type { Workspace } from '../../workspaces/store';

/** Somebody who is signed in and looks at a page. */
export type PageContext = {
	session: Session;
	/** The workspace that is looked at, and all there are. */
	workspace: Workspace;
	workspaces: Workspace[];
	/** Proves that a form came from a page of this session. */
	token: string;
	/** What the step before this page has to say, shown once. */
	message: string | undefined;
};
