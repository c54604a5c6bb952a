import { afterEach, beforeEach } from 'vitest';
import type { EventName } from '../../../contract/events';
import type { FluidFixture } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import App from '../../src/index';
import { asZapierHandsOn, type RunZap, zapOf } from './zap';

type Subscription = { id: string; secret: string };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a trigger of the factory is known to be a hook
type Hook = any;

const triggers = App.triggers as Record<string, { operation: unknown }>;

/** What the trigger of an event does. */
export const operation = (event: EventName) => triggers[event.replace('.', '_')]?.operation as Hook;

/** Zaps that Fluid's events start. Each test has an address of Zapier of its own, and its Zaps are turned off after it. */
export class LiveZaps {
	/** Where Zapier is called. */
	hooks!: Receiver;
	private runner: RunZap | undefined;
	private readonly subscribed: Array<{ id: string }> = [];

	private constructor(private readonly fluid: FluidFixture) {}

	static forFile(fluid: FluidFixture): LiveZaps {
		const zaps = new LiveZaps(fluid);
		beforeEach(async () => {
			zaps.hooks = await Receiver.start();
		});
		afterEach(async () => {
			await zaps.turnOff();
			await zaps.hooks.stop();
		});
		return zaps;
	}

	/** Runs a step of them. */
	zap: RunZap = (...step) => (this.runner ??= zapOf(this.fluid))(...step);

	/** Turns a Zap on. */
	turnOn = async (event: EventName, filters = {}): Promise<Subscription> => {
		const targetUrl = `${this.hooks.url}/hooks/standard/1/abc`;
		const subscription = await this.zap(operation(event).performSubscribe, filters, { targetUrl });
		this.turnOffLater(subscription);
		return subscription;
	};

	turnOffLater(subscription: { id: string }): void {
		this.subscribed.push(subscription);
	}

	/** What starts the Zap, of the delivery that arrived last. */
	started = async (event: EventName, subscribeData: Subscription, count = 1) => {
		const delivery = (await this.hooks.waitFor(count)).at(-1)!;
		return this.zap(operation(event).perform, {}, { subscribeData, ...asZapierHandsOn(delivery) });
	};

	private async turnOff(): Promise<void> {
		for (const { id } of this.subscribed.splice(0)) await this.fluid.delete(`/api-webhooks/${id}`);
	}
}
