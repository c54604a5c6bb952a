import { createHash } from 'node:crypto';

/** Returns the id of a client's credential: always the same, so that it is made once. n8n takes 16 characters. */
export function credentialIdOf(workspaceId: string): string {
	return `fl-${createHash('sha256').update(workspaceId).digest('hex').slice(0, 13)}`;
}
