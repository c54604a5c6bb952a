import { type Chance, chanceOf, weightedAt } from './chance.mts';
import { moods, type Mood } from './moods.mts';
import type { SimulatedProcess } from './process.mts';
import type { World } from './world.mts';

/** One request to a receiver, and what became of it. */
export type Sent = {
	number: number;
	process: SimulatedProcess;
	path: string;
	headers: Record<string, string>;
	body: string;
	chance: Chance;
	startedAt: number;
	/** What its process took for the time. */
	clock: number;
	/** The receiver has read it. */
	hasArrived: boolean;
	/** It never will. */
	isLost: boolean;
	isSettled: boolean;
	/** Its process died before there was an answer. */
	isOrphaned: boolean;
	endedAt?: number;
	status?: number;
	retryAfter?: string;
	answeredAt?: number;
	/** What the watch found out about it. */
	recordedAt?: number;
	recordedError?: string | null;
};

type Request = {
	path: string;
	headers: Record<string, string>;
	body: string;
	signal: AbortSignal;
};
type Response = {
	statusCode: number;
	headers: Record<string, string>;
	body: AsyncIterable<Buffer>;
};

/** The internet: requests that arrive or not, receivers with moods, answers that come or not. */
export class Network {
	readonly sent: Sent[] = [];
	readonly moods = new Map<string, Mood>();
	isFair = false;
	onSend: (sent: Sent) => void = () => {};
	readonly #counts = new Map<string, number>();
	readonly #world: World;
	readonly #seed: string;

	constructor(world: World, seed: string) {
		this.#world = world;
		this.#seed = seed;
	}

	/** What was on its way from a process that died arrives or not. */
	orphan(process: SimulatedProcess): void {
		for (const sent of this.sent) {
			if (sent.process !== process || sent.isSettled) continue;
			sent.isOrphaned = true;
			if (!sent.hasArrived && sent.chance.happens(0.5)) sent.isLost = true;
		}
	}

	/** Takes a request, as Undici's Agent does. */
	request(process: SimulatedProcess, request: Request): Promise<Response> {
		const sent = this.#depart(process, request);
		if (!process.alive) return new Promise(() => {});
		this.onSend(sent);
		const world = this.#world;
		return new Promise((resolve, reject) => {
			const end = (how: Partial<Sent>, then: () => void) => {
				if (sent.isSettled || !process.alive) return;
				Object.assign(sent, how, { isSettled: true, endedAt: world.now });
				then();
			};
			const breakOff = (code: string, afterMs: number) =>
				world.at(world.now + afterMs, process, () =>
					end({}, () => reject(Object.assign(new Error(code), { code }))),
				);
			request.signal.addEventListener('abort', () => {
				if (!sent.hasArrived && sent.chance.happens(0.5)) sent.isLost = true;
				end({}, () => reject(Object.assign(new Error('aborted'), { code: 'ABORT_ERR' })));
			});
			const place = sent.chance.next();
			world.at(world.now + this.#travelTime(sent), undefined, () => {
				if (sent.isLost) return;
				const { chance } = sent;
				const does = this.isFair ? 'ok' : weightedAt(moods[this.#moodOf(sent.path)], place);
				world.note(`receiver: ${does}`);
				if (does === 'refuse') return void breakOff('ECONNREFUSED', 1);
				sent.hasArrived = does !== 'reset';
				if (does === 'hang') return;
				if (does === 'reset' || does === 'read and reset')
					return void breakOff(
						chance.pick(['ECONNRESET', 'UND_ERR_SOCKET']),
						chance.between(0.5, 40),
					);
				const isSlow = does === 'slow' || does === '410 late';
				const wait = isSlow ? chance.between(300, 14_800) : chance.between(0.2, 30);
				const answer = answerOf(does, chance, world.now);
				world.at(world.now + wait, process, () =>
					end({ ...answer, answeredAt: world.now }, () =>
						resolve({
							statusCode: answer.status,
							headers: answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter },
							body: this.#body(does, sent, request.signal),
						}),
					),
				);
			});
		});
	}

	#depart(process: SimulatedProcess, { path, headers, body }: Request): Sent {
		const count = (this.#counts.get(path) ?? 0) + 1;
		this.#counts.set(path, count);
		const sent: Sent = {
			number: this.sent.length,
			process,
			path,
			headers,
			body,
			// By address and count: with other operations taken out of the plan it behaves as before.
			chance: chanceOf(`${this.#seed} ${path} ${count}`),
			startedAt: this.#world.now,
			clock: process.clock(),
			hasArrived: false,
			isLost: false,
			isSettled: false,
			isOrphaned: false,
		};
		this.sent.push(sent);
		return sent;
	}

	#travelTime({ chance }: Sent): number {
		return chance.happens(0.05) ? chance.between(20, 400) : chance.between(0.3, 12);
	}

	#moodOf(path: string): Mood {
		return this.moods.get(path.replace(/\/v\d+$/, '')) ?? 'fine';
	}

	async *#body(does: string, sent: Sent, signal: AbortSignal): AsyncIterable<Buffer> {
		yield Buffer.from(`{"got":${sent.number}}`);
		if (!does.endsWith('body')) return;
		const wait = sent.chance.pick([50, 2_000, 14_990, 40_000]);
		await new Promise<void>((resolve, reject) => {
			signal.addEventListener('abort', () => reject(new Error('aborted')));
			this.#world.at(this.#world.now + wait, sent.process, resolve);
		});
		if (does === 'broken body') throw new Error('terminated');
		yield Buffer.from('!'.repeat(sent.chance.pick([1, 20_000])));
	}
}

function answerOf(does: string, chance: Chance, now: number) {
	const isTaken = !/^\d/.test(does);
	const status = isTaken ? 200 + 2 * chance.int(3) : Number.parseInt(does, 10);
	if (does === '429' || does === '503')
		return { status, retryAfter: String(chance.pick([0, 1, 7, 60, 3_600, 90_000, 200_000])) };
	if (does !== '429 with a date') return { status };
	const at = new Date(now + chance.pick([1_000, 30_000, 7_200_000]));
	return { status, retryAfter: at.toUTCString() };
}
