import type { Reader } from '../../database/database';
import { didYouMean } from '../../../../contract/nearest';
import { listWorkspaces, type Workspace } from '../../workspaces/store';
import { Failure } from '../failure';

/** Help text of the option --workspace. */
export const WORKSPACE_HELP = 'name or id of the workspace; needed where there are several';

const MOST_LISTED = 10;

/**
 * Returns the workspace that is named, or the only one.
 *
 * @throws Failure naming the nearest ones, or all of them where none is named
 */
export async function findChosenWorkspace(
	reader: Reader,
	name: string | undefined,
): Promise<Workspace> {
	const workspaces = await listWorkspaces(reader);
	const names = workspaces.map((workspace) => workspace.name);
	const [first] = workspaces;
	if (!first) {
		throw new Failure('There is no workspace yet. Make one with: fluid workspaces create NAME');
	}
	if (name !== undefined) {
		const found = workspaces.find((workspace) => workspace.name === name || workspace.id === name);
		if (found) return found;
		throw new Failure(
			`There is no workspace "${name}".${didYouMean(name, names)} List them with: fluid workspaces list`,
		);
	}
	if (workspaces.length === 1) return first;
	throw new Failure(
		`There are several workspaces: ${listed(names)} Say which with --workspace NAME.`,
	);
}

function listed(names: string[]): string {
	const quoted = names
		.slice(0, MOST_LISTED)
		.map((name) => `"${name}"`)
		.join(', ');
	const more = names.length - MOST_LISTED;
	return more > 0 ? `${quoted} and ${more} more, which fluid workspaces list shows.` : `${quoted}.`;
}
