import { type Bundle, createAppTester } from 'zapier-platform-core';
import App from '../../src/index';
import type { FluidClient } from '../../../test/support/fluidClient';
import type { Received } from '../../../test/support/receiver';

/** Runs one function of the app as Zapier does for a Zap. */
export type RunZap = (
	method: unknown,
	inputData?: Record<string, unknown>,
	more?: Partial<Bundle> | { meta: Partial<Bundle['meta']> },
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows what it asked for
) => Promise<any>;

/** A Zap whose connection has this client's address and key. */
export function zapOf({ url, key }: Pick<FluidClient, 'url' | 'key'>, app = App): RunZap {
	const run = createAppTester(app);
	const authData = { base_url: url, api_key: key };
	return (method, inputData = {}, more = {}) =>
		run(method as () => unknown, { authData, inputData, ...more } as Partial<Bundle>);
}

/** The request as Zapier hands it on: names of headers in capitals, and all but two with a prefix. */
export function asZapierHandsOn({ headers, raw }: Pick<Received, 'headers' | 'raw'>) {
	const entries = Object.entries(headers).map(([name, value]) => {
		const capital = name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase());
		const isPlain = ['content-type', 'content-length'].includes(name);
		return [isPlain ? capital : `Http-${capital}`, String(value)];
	});
	return {
		rawRequest: {
			method: 'POST' as const,
			querystring: '',
			headers: Object.fromEntries(entries) as Record<string, string>,
			content: raw,
		},
		cleanedRequest: JSON.parse(raw) as unknown,
	};
}

/** The error of a step that is expected to fail: its kind, and what the user reads. */
export async function failure(run: Promise<unknown>): Promise<{ name: string; message: string }> {
	const error = await run.then(
		() => undefined,
		(reason: Error) => reason,
	);
	if (!error) throw new Error('The step succeeded.');
	const { name, message } = error;
	const isJson = message.startsWith('{');
	// Core writes what it did before some kinds of errors; the user's sentence comes last.
	return {
		...(isJson ? JSON.parse(message) : { message: message.split('\n').at(-1)?.trim() }),
		name,
	};
}
