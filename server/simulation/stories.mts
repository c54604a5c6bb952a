import type { Chance } from './chance.mts';
import type { Mood } from './moods.mts';
import { CONSUMERS } from './operations/consumers.mts';
import { drawWebhook } from './operations/kind.mts';

type Step = [kind: string, details: object];

const DAY = 24 * 60 * 60 * 1000;
const EVERYTHING = { backMs: 3e9 };

/**
 * Several operations in a row that lead to where faults are, each left to chance in its details. Pure chance seldom meets
 * itself: without them a replay beside what is held stayed hidden for hundreds of runs.
 *
 * @param i the number of the first of them
 */
export const stories: Array<(chance: Chance, i: number) => Step[]> = [
	// What is held while paused is replayed.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			['pause', of],
			...news(chance, 1, 4),
			['resume', of],
			['replay', { ...of, ...EVERYTHING }],
		];
	},
	// A 410 that comes late, from before a resume or from an old URL.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			mood(of, 'gone late'),
			...news(chance, 1, 2),
			['pause', { ...of, wait: chance.between(50, 3_000) }],
			['resume', { ...of, wait: chance.between(1, 500) }],
			mood(of, 'fine'),
			...news(chance, 1, 2, 16e3),
		];
	},
	(chance) => {
		const of = drawWebhook(chance);
		return [
			mood(of, 'gone late'),
			...news(chance, 1, 2),
			['url', { ...of, wait: chance.between(50, 3_000) }],
			...news(chance, 1, 2, 16e3),
		];
	},
	// Two rotations within a day.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			['rotate', of],
			['rotate', { ...of, wait: chance.pick([1, 36e5, 72e6]) }],
			...news(chance, 1, 3),
			...news(chance, 1, 2, 5e7),
		];
	},
	// A pause with tries on their way.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			mood(of, chance.pick(['slow', 'hanging', 'down'])),
			...news(chance, 3, 8),
			['pause', { ...of, wait: chance.between(1, 4_000) }],
			['resume', of],
			['replay', { ...of, ...EVERYTHING }],
			mood(of, 'fine'),
		];
	},
	(chance) => {
		const of = drawWebhook(chance);
		return [mood(of, 'limiting'), ...news(chance, 2, 4), ...news(chance, 1, 2, 12e4)];
	},
	// Several changes of one deal, of which the first is skipped.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			['order', { ...of, ordering: 'per_object' }],
			mood(of, chance.pick(['slow', 'down', 'hanging', 'flaky'])),
			...ofOneDeal(chance, 2, 4),
			['skip', { wait: chance.between(1, 3_000) }],
			...ofOneDeal(chance, 0, 2),
			chance.happens(0.5) ? ['retry', { wait: chance.between(1, 3_000) }] : ['skip', {}],
			mood(of, 'fine'),
		];
	},
	// Several changes of one deal at a receiver that keeps up.
	(chance) => {
		const of = drawWebhook(chance);
		const several = () =>
			ofOneDeal(chance, 3, 4).map(([name, details]): Step => [name, { ...details, wait: 0 }]);
		return [
			['order', { ...of, ordering: 'per_object' }],
			...several(),
			['order', { ...of, ordering: 'per_object' }],
			...several(),
		];
	},
	// The first of a deal is skipped while it is on its way, and another one looks for the next.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			['resume', of],
			['edit', { ...of, events: ['deal.created', 'deal.updated'] }],
			['order', { ...of, ordering: 'per_object' }],
			mood(of, chance.pick(['slow', 'hanging'])),
			...ofOneDeal(chance, 2, 3),
			['skip', { wait: chance.between(50, 300), isOnItsWay: true }],
			...ofOneDeal(chance, 0, 1),
			mood(of, 'fine', 16e3),
		];
	},
	// Order that is asked for, and given up, while several of one deal wait.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			mood(of, chance.pick(['slow', 'down'])),
			...ofOneDeal(chance, 2, 4),
			['order', { ...of, ordering: 'per_object' }],
			...ofOneDeal(chance, 0, 2),
			chance.happens(0.5) ? ['pause', of] : ['crashSoon', { statements: 20, downMs: 50 }],
			['order', { ...of, ordering: chance.pick(['none', 'per_object']) }],
			['resume', of],
			mood(of, 'fine'),
		];
	},
	// A crash inside a request with a key, and the same request again.
	(chance, i) => [
		['ingest', { key: `k${i}` }],
		['crashSoon', { statements: 1 + chance.int(25), downMs: 50, wait: 0 }],
		['again', { ofOperation: i, wait: chance.between(100, 5_000) }],
		['again', { ofOperation: i }],
	],
	(chance, i) => [
		['ingest', { key: `k${i}` }],
		['crashAfterCommit', { downMs: 50, wait: 0 }],
		['again', { ofOperation: i, wait: chance.between(100, 5_000) }],
	],
	(chance, i) => [
		['crashSoon', { statements: 1 + chance.int(60), downMs: 50 }],
		['bulk', { key: `k${i + 1}`, wait: 0 }],
		['again', { ofOperation: i + 1, wait: chance.between(100, 5_000) }],
	],
	// A machine that sleeps for longer than a claim lasts.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			mood(of, chance.pick(['slow', 'flaky', 'swallowing'])),
			...news(chance, 1, 4),
			['stall', { ms: 25e3, wait: chance.between(1, 2_000) }],
			...news(chance, 0, 2, 26e3),
		];
	},
	// A claim that waits for its turn.
	(chance) => [
		mood(drawWebhook(chance), 'slow'),
		['ingest', {}],
		['lock', { ms: 9e3, wait: chance.between(0, 2) }],
		...news(chance, 0, 2),
	],
	// A retry beside a try on its way.
	(chance) => [
		mood(drawWebhook(chance), 'slow'),
		...news(chance, 1, 4),
		['retry', { wait: chance.between(1, 3_000) }],
		['retry', { wait: chance.between(1, 3_000) }],
	],
	// Five days of failures.
	(chance) => {
		const of = drawWebhook(chance);
		const retries = Array.from({ length: 6 }, (): Step => ['retry', { wait: 9e7 }]);
		return [mood(of, 'down'), ...news(chance, 1, 2), ...retries, ...news(chance, 1, 1)];
	},
	// A success between them, at a URL, a secret or a subscription from before an edit.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			mood(of, 'down'),
			...news(chance, 1, 1),
			mood(of, 'slow', chance.between(50, 4_000)),
			[chance.pick(['edit', 'rotate', 'url']), { ...of, wait: chance.between(4e3, 9e3) }],
			mood(of, 'down', 5.2 * DAY),
			...news(chance, 1, 2),
		];
	},
	// A stop that cuts off what is on its way.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			mood(of, chance.pick(['slow', 'hanging'])),
			...news(chance, 1, 4),
			['stop', { downMs: 100, wait: chance.between(1, 3_000) }],
			mood(of, 'fine'),
		];
	},
	// What is held is kept for longer than 30 days.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			['pause', of],
			...news(chance, 1, 3),
			['resume', { ...of, wait: 31 * DAY }],
			['replay', { ...of, ...EVERYTHING }],
			['retry', {}],
		];
	},
	// Many records of a company that gets another name, with a crash between.
	(chance) => [
		...Array.from(
			{ length: 3 },
			(): Step => [
				'ingest',
				{
					input: {
						name: `Rename ${chance.int(1_000)}`,
						value: chance.int(1_000_000),
						match_on: 'none',
						company: { domain: 'd0.example.com', name: 'Company 0' },
					},
				},
			],
		),
		['patchContact', { company: { domain: 'd0.example.com', name: `Company ${chance.int(4)}` } }],
		['crashSoon', { statements: 1 + chance.int(60), downMs: 50, wait: 0 }],
	],
	// A consumer that goes and comes back.
	(chance) => {
		const of = { consumer: chance.pick(CONSUMERS) };
		return [
			['subscribe', of],
			mood(of, chance.pick(['fine', 'slow', 'down', 'hanging'])),
			...news(chance, 1, 3),
			['deleteWebhook', { ...of, isLate: false }],
			...news(chance, 1, 4),
			mood(of, 'fine'),
			['subscribe', { ...of, catchUp: true }],
			...news(chance, 1, 2),
		];
	},
	// One that comes back and leaves out what waited, while a try of that is on its way.
	(chance) => {
		const of = { consumer: chance.pick(CONSUMERS) };
		return [
			['subscribe', of],
			mood(of, 'hanging', 3_000),
			...news(chance, 2, 4),
			['deleteWebhook', { ...of, isLate: false, wait: chance.between(10, 2_000) }],
			['subscribe', { ...of, catchUp: false, wait: chance.between(10, 2_000) }],
			...news(chance, 1, 2, 16e3),
		];
	},
	// One that comes back, with a crash while it catches up.
	(chance) => {
		const of = { consumer: chance.pick(CONSUMERS) };
		return [
			['subscribe', of],
			['deleteWebhook', { ...of, isLate: false }],
			...news(chance, 2, 5),
			['crashSoon', { statements: 10 + chance.int(80), downMs: 50 }],
			['subscribe', { ...of, catchUp: true, wait: 0 }],
			...news(chance, 1, 2),
			['subscribe', { ...of, catchUp: chance.happens(0.5) }],
		];
	},
	// A live trigger that is edited, and the late DELETE of what it was.
	(chance) => {
		const of = { consumer: chance.pick(CONSUMERS) };
		return [
			['subscribe', of],
			mood(of, chance.pick(['slow', 'down', 'flaky'])),
			...news(chance, 1, 4),
			['subscribe', { ...of, catchUp: chance.happens(0.7), wait: chance.between(1, 3_000) }],
			...news(chance, 0, 2),
			['deleteWebhook', { ...of, isLate: true }],
			...news(chance, 1, 2),
		];
	},
	// A clock that is set back while a consumer is away.
	(chance) => {
		const of = { consumer: chance.pick(CONSUMERS) };
		return [
			['subscribe', of],
			mood(of, 'down'),
			...news(chance, 1, 3),
			['deleteWebhook', { ...of, isLate: false, wait: 1_000 }],
			['clock', { offsetMs: -18e5 }],
			['crash', { downMs: 1, wait: 0 }],
			mood(of, 'fine'),
			['subscribe', { ...of, catchUp: true, wait: 1_000 }],
			...news(chance, 1, 2),
		];
	},
];

/** Those of webhooks that are pulled. */
export const pullStories: typeof stories = [
	// Whoever fetches is slow, dies, or says what became of it when another one has it.
	(chance) => {
		const of = drawWebhook(chance);
		const leaseSeconds = chance.pick([1, 10, 60]);
		const fetch = (wait: number): Step => ['pull', { ...of, leaseSeconds, waitSeconds: 0, wait }];
		return [
			['delivery', { ...of, delivery: 'pull' }],
			...news(chance, 1, 4),
			fetch(100),
			...(chance.happens(0.3) ? [['crash', { downMs: 100 }] as Step] : []),
			fetch(chance.pick([10, leaseSeconds * 500, leaseSeconds * 1_000 + 50])),
			commit(of, chance, 'failed'),
			commit(of, chance, 'succeeded', { isLate: true }),
			fetch(chance.pick([10, leaseSeconds * 1_000])),
			['commit', of],
		];
	},
	// What has failed is released when it comes again.
	(chance) => {
		const of = drawWebhook(chance);
		const fetch: Step = ['pull', { ...of, limit: 50, waitSeconds: 0, wait: 100 }];
		return [
			['delivery', { ...of, delivery: 'pull' }],
			...news(chance, 2, 3),
			fetch,
			commit(of, chance, 'failed', { isLate: false }),
			['pull', { ...of, limit: 50, leaseSeconds: 60, waitSeconds: 0, wait: 7e3 }],
			commit(of, chance, 'released', { isLate: false }),
			fetch,
		];
	},
	// One of several of a deal is fetched by itself, and skipped.
	(chance) => {
		const of = drawWebhook(chance);
		const fetch: Step = ['pull', { ...of, limit: 1, leaseSeconds: 60, waitSeconds: 0, wait: 50 }];
		return [
			['delivery', { ...of, delivery: 'pull' }],
			['order', { ...of, ordering: 'per_object' }],
			...ofOneDeal(chance, 3, 4),
			fetch,
			['skip', { isOnItsWay: true, wait: 50 }],
			fetch,
			commit(of, chance, chance.pick(['released', 'succeeded'])),
			fetch,
		];
	},
	// What was handed out, or released, when the webhook begins to send by itself, or is paused.
	(chance) => {
		const of = drawWebhook(chance);
		return [
			['delivery', { ...of, delivery: 'pull' }],
			...ofOneDeal(chance, 1, 3),
			['pull', { ...of, leaseSeconds: chance.pick([10, 60]) }],
			chance.pick<Step>([
				['delivery', { ...of, delivery: 'push' }],
				['pause', of],
				['skip', {}],
			]),
			commit(of, chance, chance.pick(['released', 'failed', 'succeeded'])),
			['resume', of],
			['pull', of],
			['commit', of],
		];
	},
];

function mood(of: object, name: Mood, wait?: number): Step {
	return ['mood', { ...of, mood: name, ...(wait !== undefined && { wait }) }];
}

/** Whoever has fetched says the same of all. */
function commit(of: object, chance: Chance, fate: string, more: object = {}): Step {
	return ['commit', { ...of, fates: [fate], wait: chance.between(1, 2_000), ...more }];
}

/** Some changes in a row. */
function news(chance: Chance, from: number, to: number, wait?: number): Step[] {
	const count = from + chance.int(to - from + 1);
	return Array.from({ length: count }, (_, n) => [
		'ingest',
		n === 0 && wait !== undefined ? { wait } : {},
	]);
}

/** Some changes of one deal in a row. */
function ofOneDeal(chance: Chance, from: number, to: number): Step[] {
	const count = from + chance.int(to - from + 1);
	return Array.from({ length: count }, () => {
		const value = chance.int(1_000_000);
		return ['ingest', { input: { name: `Ordered ${value}`, value, external_id: 'x0' } }];
	});
}
