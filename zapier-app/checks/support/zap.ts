import type { FluidClient } from '../../../test/support/fluidClient.ts';
import { Receiver, type Received } from '../../../test/support/receiver.ts';
import { asZapierHandsOn } from '../../test/support/zap.ts';
import type { Bundle, Connection, Zapier } from './zapier.ts';

export const connectionOf = ({ url, key }: Pick<FluidClient, 'url' | 'key'>): Connection => ({
	base_url: url,
	api_key: key,
});

/** A Zap that is on: its trigger has subscribed its own address, and deliveries to it start the Zap. */
export class Zap {
	private taken = 0;

	private constructor(
		private readonly zapier: Zapier,
		readonly connection: Connection,
		private readonly trigger: string,
		private readonly inputData: Record<string, unknown>,
		/** Where Fluid delivers, in place of hooks.zapier.com. */
		readonly hooks: Receiver,
		/** What the app gave Zapier to keep for unsubscribing. */
		readonly subscribeData: unknown,
	) {}

	/** Turns a Zap on. */
	static async turnOn(
		zapier: Zapier,
		connection: Connection,
		trigger: string,
		inputData: Record<string, unknown> = {},
	): Promise<Zap> {
		const hooks = await Receiver.start();
		const subscribeData = await zapier.run(
			connection,
			`triggers.${trigger}.operation.performSubscribe`,
			{ inputData, targetUrl: `${hooks.url}/hooks/standard/1/2/` },
		);
		return new Zap(zapier, connection, trigger, inputData, hooks, subscribeData);
	}

	/** Returns what the next delivery starts the Zap with; waits for it. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows which event it waits for
	async nextRun(): Promise<any[]> {
		return this.start(await this.nextDelivery());
	}

	/** Returns the next delivery; waits for it. */
	async nextDelivery(): Promise<Received> {
		this.taken += 1;
		const received = await this.hooks.waitFor(this.taken);
		return received[this.taken - 1] as Received;
	}

	/** Starts the Zap with a delivery, and returns what the steps after the trigger get. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows which event it delivers
	async start(delivery: Pick<Received, 'headers' | 'raw'>): Promise<any[]> {
		return this.run('perform', asZapierHandsOn(delivery));
	}

	/** Returns what the editor's test of the trigger finds. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows which events there are
	recent = (): Promise<any[]> => this.run('performList');

	/** Turns the Zap off; its address is kept. */
	turnOff = () => this.run('performUnsubscribe', { targetUrl: this.hooks.url });

	/** Takes the Zap's address away. */
	stop = () => this.hooks.stop();

	private run(method: string, bundle: Bundle = {}) {
		return this.zapier.run(this.connection, `triggers.${this.trigger}.operation.${method}`, {
			inputData: this.inputData,
			subscribeData: this.subscribeData,
			...bundle,
		});
	}
}
