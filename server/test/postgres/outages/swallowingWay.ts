import type { Socket } from 'node:net';
import { openWay, type DatabaseWay } from './way';

/** A way to a database that can swallow what is sent, in both directions, and leave its connections open. */
export type SwallowingWay = DatabaseWay & { swallow: () => void; heal: () => void };

/** Opens such a way. What was open while it swallowed stays silent for good; what is opened afterwards goes through. */
export async function swallowingWay(to: string): Promise<SwallowingWay> {
	let isSwallowing = false;
	const silent = new WeakSet<Socket>();
	const passes = (client: Socket) => {
		if (isSwallowing) silent.add(client);
		return !silent.has(client);
	};
	const way = await openWay(
		to,
		({ data, client }) => {
			if (passes(client)) client.write(data);
		},
		passes,
	);
	return { ...way, swallow: () => (isSwallowing = true), heal: () => (isSwallowing = false) };
}
