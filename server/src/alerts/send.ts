import type { AppContext } from '../context';
import { newId } from '../values/ids';
import { type Destination, setLastError } from './store';

/** Sends a message; returns why it did not arrive, or null, which is written beside its URL too. */
export async function sendAlert(
	{ database, sender }: Pick<AppContext, 'database' | 'sender'>,
	destination: Destination,
	body: string,
): Promise<string | null> {
	const { url } = destination;
	const message = { url, messageId: newId('req'), body, secrets: [], authHeader: null };
	const { error } = await sender.send(message);
	await database.write(destination.workspace_id, (transaction) =>
		setLastError(transaction, destination, error),
	);
	return error;
}
