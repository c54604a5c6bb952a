import type { AppContext } from '../context';
import { editConflict } from '../problems/editConflict';
import { CannotOpen, type Secrets } from '../secrets/secrets';
import {
	getWebhook,
	MOST_OLD_SECRETS,
	newSecret,
	updateWebhook,
	validOldSecrets,
	type WebhookRow,
} from './store';

/** How long a replaced secret signs beside the new one. */
const OLD_SECRET_MS = 24 * 60 * 60 * 1000;

/** What came of a rotation. */
export type Rotated = {
	webhook: WebhookRow;
	/** The new secret, which nothing shows again. */
	secret: string;
	/** Whether an earlier one signs no more before its 24 hours are over, because there were ten already. */
	droppedOldest: boolean;
};

const ROTATED =
	'The secret was already rotated and is shown only once. If you have not copied it, rotate it again.';

/**
 * Gives a webhook a new secret; the ten before it sign beside it, each for 24 hours after it was replaced.
 *
 * @param seen when the secret was rotated last as whoever asks has seen it: one that was rotated since stays as it is
 * @throws webhook_not_found, or the edit conflict when it was rotated since
 */
export function rotateSecret(
	{ database, secrets, now }: AppContext,
	workspaceId: string,
	id: string,
	seen?: string | null,
): Promise<Rotated> {
	const secret = newSecret();
	return database.write(workspaceId, async (transaction) => {
		const row = await getWebhook(transaction, workspaceId, id);
		if (seen !== undefined && seen !== row.secret_rotated_at)
			throw editConflict('webhook', ROTATED);
		const at = now();
		const until = new Date(at.getTime() + OLD_SECRET_MS).toISOString();
		const old = [{ secret: row.secret, until }, ...validOldSecrets(row, at)].filter((one) =>
			isGood(secrets, id, one),
		);
		const webhook = {
			...row,
			secret: secrets.seal('webhook signing secret', id, secret),
			old_secrets: old.slice(0, MOST_OLD_SECRETS),
			secret_rotated_at: at.toISOString(),
			updated_at: at.toISOString(),
		};
		await updateWebhook(transaction, webhook);
		return { webhook, secret, droppedOldest: old.length > MOST_OLD_SECRETS };
	});
}

/** Rotating is the way out for a secret that cannot be opened any more, so it must not be kept. */
function isGood({ open }: Secrets, id: string, old: WebhookRow['old_secrets'][number]): boolean {
	try {
		open('webhook signing secret', id, old.secret);
		return true;
	} catch (reason) {
		if (reason instanceof CannotOpen) return false;
		throw reason;
	}
}
