import type { ApiCall } from './calls';
import { exampleOf } from './exampleOf';
import type { SchemaName } from './schemas';

type WithId = { id: string };

const idOf = (name: SchemaName) => (exampleOf(name) as WithId).id;

const ids: Record<string, () => string> = {
	'/api-deals': () => idOf('deal'),
	'/api-contacts': () => idOf('contact'),
	'/api-companies': () => idOf('company'),
	'/api-webhooks': () => idOf('webhook'),
	'/api-workspaces': () => idOf('workspace'),
	'/api-keys': () => idOf('apiKey'),
	'/api-proofs': () => idOf('proof'),
	'/api-runs': () => idOf('run'),
	'/api-rollouts': () => idOf('rollout'),
	'/api-consumers': () => (exampleOf('consumer') as { name: string }).name,
};

/** Parts of a path behind its first. */
const inside: Record<string, () => string> = {
	delivery: () => idOf('delivery'),
	webhook: () => idOf('webhook'),
};

/** Returns an example of each part of a call's path, e.g. that of `id`. */
export function examplePathParts({ path }: ApiCall): Array<{ name: string; example: string }> {
	const [root = ''] = /^\/[^/]+/.exec(path) ?? [];
	return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
		name,
		example: (inside[name]?.() ?? ids[root]?.()) as string,
	}));
}

/** Returns a call's path with example ids and, if it has a query, its first parameter. */
export function exampleUrl(call: ApiCall): string {
	const path = examplePathParts(call).reduce(
		(so, { name, example }) => so.replace(`:${name}`, example),
		call.path,
	);
	const [first] = call.body ? [] : (call.query ?? []);
	return first ? `${path}?${first.name}=${encodeURIComponent(first.example)}` : path;
}

/** Returns an example of what a call answers with a status, or undefined when it has no body or is not JSON. */
export function exampleAnswer(call: ApiCall, status: string): unknown {
	const { list, schemas } = call.answers[status] ?? {};
	if (list) return { data: [exampleOf(list)], next_cursor: null };
	if (call.path === '/readyz') return { status: 'ready' };
	const [name] = schemas ?? [];
	if (!name) return undefined;
	const example = exampleOf(name) as object;
	return showsSecret(call, status) ? { ...example, secret: FROM_THE_SPECIFICATION } : example;
}

/** The one that the Standard Webhooks specification shows, so nobody's. */
const FROM_THE_SPECIFICATION = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function showsSecret({ path, method }: ApiCall, status: string): boolean {
	return (
		path.endsWith('/rotate-secret') ||
		(method === 'POST' && path === '/api-webhooks' && status === '201')
	);
}
