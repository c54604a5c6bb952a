import { isAxiosError } from 'axios';
import type { Me } from '../../../../contract/types';
import { onStopSignals } from '../../timing/onStopSignals';
import { Failure } from '../failure';
import { type ImportService, refused, serviceAt, unreachable } from '../import/service';
import { Carrier } from './carrier';
import { retryingClient } from './retryingClient';
import {
	type NewWebhook,
	removeListener,
	subscribeListener,
	type ListenOptions,
} from './subscribe';

/** So long at most the service is waited for at the end. */
const LONGEST_GOODBYE_MS = 5_000;

/** Carries events to a receiver until Ctrl+C. */
export async function listen(options: ListenOptions & { url: string; key: string }): Promise<void> {
	const service = serviceAt(options.url, options.key, { program: 'fluid-listen' });
	const say = (sentence: string) => console.error(sentence);
	const { workspace } = await me(service);
	const stopping = stopOnSignal();
	const fluid = retryingClient(service, say, stopping);
	const webhook = await subscribeListener(fluid, options);
	greet(workspace.name, options, webhook);

	// What was carried is committed also when the command is about to end.
	const atEnd = retryingClient(service, () => undefined, undefined, LONGEST_GOODBYE_MS);
	const carrier = new Carrier({ fluid, atEnd, say, stopping }, options.forward, webhook.id);
	await carrier.carryAll();
	const isRemoved = await removeListener(atEnd, webhook.id).then(
		() => true,
		() => false,
	);
	say(goodbye(carrier.count, isRemoved));
	// A receiver may keep its connection open.
	process.exit();
}

/** A service that is not there at the start is more likely at another address than away for a while. */
async function me(service: ImportService): Promise<Me> {
	const answer = await service.http.get<Me>('/api-me').catch((reason: unknown) => {
		throw isAxiosError(reason) ? new Failure(unreachable(service, reason)) : reason;
	});
	if (answer.status !== 200 || answer.data?.workspace === undefined)
		throw new Failure(refused(service, answer));
	return answer.data;
}

/** Aborts when the person at the terminal, or the system, wants the command to end; a second time it ends at once. */
function stopOnSignal(): AbortSignal {
	const stopping = new AbortController();
	onStopSignals(
		() => stopping.abort(),
		() => process.exit(130),
	);
	return stopping.signal;
}

function greet(workspace: string, { forward, events }: ListenOptions, webhook: NewWebhook): void {
	const { caught_up = 0, expired = false, secret } = webhook;
	const waiting = caught_up > 0 ? ` ${counted(caught_up)} from before come first.` : '';
	const lost = expired ? ' Older events than of the last 30 days are no longer kept.' : '';
	console.error(`Carrying ${events.length === 1 ? events[0] : `${events.length} kinds of events`} of "${workspace}" to ${forward}.${waiting}${lost}
Signing secret: ${secret}
Press Ctrl+C to stop.`);
}

function goodbye(count: number, isRemoved: boolean): string {
	const rest = isRemoved
		? 'What happens from now on is kept in Fluid for 30 days, and carried over when the command starts again.'
		: 'Fluid does not answer, so its webhook stays and keeps what happens; the command takes it over when it starts again.';
	return `Stopped. ${counted(count)} carried over. ${rest}`;
}

function counted(count: number): string {
	return count === 1 ? '1 event' : `${count.toLocaleString('en')} events`;
}
