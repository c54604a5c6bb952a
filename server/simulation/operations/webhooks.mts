import type { Chance } from '../chance.mts';
import type { Course } from '../course.mts';
import { type Mood, MOODS } from '../moods.mts';
import type { SimulatedOperation } from '../plan.mts';
import { checkEdited } from '../promises/answers.mts';
import { EVENT_TYPES } from '../wants.mts';
import { drawWebhook, kind, type OfWebhook } from './kind.mts';

/** What a webhook is subscribed to. */
export type WebhookDetails = {
	events: string[];
	filters?: object;
	auth?: string;
	deliver?: 'each_change';
	ordering?: 'per_object';
	delivery?: 'pull';
};

const STAGES = ['New lead', 'Contacted', 'Negotiation'];

/** Webhooks that are made, changed, paused, resumed and deleted, and receivers of all moods. */
export const webhookKinds = {
	webhook: kind<WebhookDetails>(7, drawSubscription, (course, operation) => {
		const path = `/w${operation.i}`;
		const body = { url: `https://r.example.com${path}/v0`, ...asSent(operation) };
		course.call(
			operation,
			{ method: 'post', path: '/api-webhooks', body },
			({ status, body: made }) => {
				if (status === 201) course.hooks.push({ id: made.id, path, version: 0 });
			},
		);
	}),
	pause: kind<OfWebhook>(5, drawWebhook, (course, operation) => {
		edit(course, operation, { status: 'paused' });
	}),
	resume: kind<OfWebhook>(6, drawWebhook, (course, operation) => {
		edit(course, operation, { status: 'active' });
	}),
	url: kind<OfWebhook>(4, drawWebhook, (course, operation) => {
		const hook = course.hookOf(operation);
		if (!hook) return;
		hook.version += 1;
		edit(course, operation, { url: `https://r.example.com${hook.path}/v${hook.version}` });
	}),
	edit: kind<OfWebhook & WebhookDetails>(
		3,
		(chance, i) => ({ ...drawWebhook(chance), ...drawSubscription(chance, i) }),
		(course, operation) =>
			edit(course, operation, { events: operation.events, auth_header: operation.auth ?? null }),
	),
	order: kind<OfWebhook & { ordering: 'none' | 'per_object' }>(
		2,
		(chance) => ({
			...drawWebhook(chance),
			ordering: chance.pick(['none', 'per_object', 'per_object']),
		}),
		(course, operation) => edit(course, operation, { ordering: operation.ordering }),
	),
	deleteWebhook: kind<OfWebhook & { isLate?: boolean }>(
		2,
		(chance) => ({ ...drawWebhook(chance), isLate: chance.happens(0.2) }),
		(course, operation) => {
			const hook = operation.isLate ? course.replacedHook(operation) : course.hookOf(operation);
			if (!hook) return;
			course.watch.endAsks.add(hook.id);
			course.call(operation, ofHook('delete', '', hook.id));
		},
	),
	rotate: kind<OfWebhook>(4, drawWebhook, (course, operation) => {
		const hook = course.hookOf(operation);
		if (hook) course.call(operation, ofHook('post', '/rotate-secret', hook.id));
	}),
	test: kind<OfWebhook>(1, drawWebhook, (course, operation) => {
		const hook = course.hookOf(operation);
		if (hook) course.call(operation, { ...ofHook('post', '/test', hook.id), body: {} });
	}),
	mood: kind<OfWebhook & { mood: Mood }>(
		10,
		(chance) => ({ ...drawWebhook(chance), mood: chance.pick(MOODS) }),
		(course, operation) => {
			const hook = course.hookOf(operation);
			if (!hook) return;
			course.network.moods.set(hook.path, operation.mood);
			const queue = course.watch.subscriptions.get(hook.id)?.row.queue_id;
			if (queue) course.watch.moody.add(queue);
		},
	),
};

/** Returns a subscription left to chance. */
export function drawSubscription(chance: Chance, i: number): WebhookDetails {
	const events = EVENT_TYPES.filter(() => chance.happens(0.5));
	const filters = chance.pick([
		{ changed_fields: ['value'] },
		{ changed_fields: ['stage'] },
		{ pipeline: 'Sales', stage: chance.pick(STAGES) },
	]);
	return {
		events: events.length > 0 ? events : ['deal.updated'],
		...(chance.happens(0.3) && { filters }),
		...(chance.happens(0.3) && { auth: `Bearer a${i}` }),
		...(chance.happens(0.35) && { deliver: 'each_change' as const }),
		...(chance.happens(0.35) && { ordering: 'per_object' as const }),
	};
}

/** Returns it as it is sent. */
export function asSent(details: WebhookDetails): object {
	const { events, filters, auth, deliver, ordering, delivery } = details;
	return {
		events,
		...(filters && { filters }),
		...(auth && { auth_header: auth }),
		...(deliver && { deliver }),
		...(ordering && { ordering }),
		...(delivery && { delivery }),
	};
}

/** Returns a call about a webhook. */
export function ofHook(method: 'post' | 'patch' | 'delete', path: string, id: string) {
	return { method, path: `/api-webhooks/:id${path}`, params: { id } };
}

/** Changes a webhook; what another change of it may have overwritten within one commit is no sure ground. */
export function edit(
	course: Course,
	operation: SimulatedOperation & OfWebhook,
	body: Record<string, unknown>,
): void {
	const hook = course.hookOf(operation);
	const process = course.chosen(operation);
	if (!hook || !process) return;
	hook.edits = (hook.edits ?? []).filter((one) => one.process.alive && !one.hasEnded);
	const own = { process, isAlone: hook.edits.length === 0, hasEnded: false };
	for (const one of hook.edits) one.isAlone = false;
	hook.edits.push(own);
	course.call(operation, { ...ofHook('patch', '', hook.id), body }, ({ status }) => {
		own.hasEnded = true;
		if (status === 200 && own.isAlone) checkEdited(course.watch, hook.id, body);
	});
}
