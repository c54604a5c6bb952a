import type { Database, Reader } from '../database/database';
import type { Secrets } from '../secrets/secrets';

/** What a check works with. */
export type Examined = { reader: Reader; secrets: Secrets; now: Date; workspaceIds: string[] };

/** Something that is not as it should be. */
export type Finding = {
	/** In which workspace; null for what is of none. */
	workspace_id: string | null;
	/** What is wrong, in a sentence that names the row. */
	sentence: string;
};

/** One thing that is proven. */
export type Check = {
	name: string;
	/** What holds where nothing is found, e.g. "every event has its place". */
	promise: string;
	/** What to do about what is found. */
	advice: string;
	/** Returns what is wrong, and how many things were looked at. */
	find: (examined: Examined) => Promise<CheckFound>;
	/** Makes anew what follows from the rest, and says what was done; absent where nothing does. */
	repair?: (database: Database, now: Date) => Promise<string>;
};

/** What a check has come to. */
export type CheckFound = { looked: number; findings: Finding[] };

/** Goes through all workspaces with a check of one. */
export async function inEachWorkspace(
	{ workspaceIds }: Examined,
	look: (workspaceId: string) => Promise<{ looked: number; sentences: string[] }>,
): Promise<CheckFound> {
	const found: CheckFound = { looked: 0, findings: [] };
	for (const workspace_id of workspaceIds) {
		const { looked, sentences } = await look(workspace_id);
		found.looked += looked;
		found.findings.push(...sentences.map((sentence) => ({ workspace_id, sentence })));
	}
	return found;
}
