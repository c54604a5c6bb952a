import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { resolvePublicAddresses, type Resolve } from './address';
import { passOverContinue } from './unaskedContinue';

/** The looking up is part of it. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** A second later a lost packet is sent again; of a host with several addresses, three get their try in time. */
const ADDRESS_TIMEOUT_MS = 1_500;

/** Returns what connects to receivers, unless private ones are allowed only at addresses that are public. */
export function newConnector(
	build: typeof buildConnector,
	allowPrivate: boolean,
	resolve: Resolve,
): buildConnector.connector {
	const allowed: Resolve = (host) => resolvePublicAddresses(host, resolve);
	const connect = build({
		timeout: CONNECT_TIMEOUT_MS,
		autoSelectFamily: true,
		autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
		lookup: lookupOf(allowPrivate ? resolve : allowed),
	});
	return notingFailures(takingContinue(allowPrivate ? connect : guarded(connect, allowed)));
}

/** Why there was no connection, as the client passes it on. */
const failures = new WeakSet<Error>();

/** Returns whether a try ended before there was a connection, with TLS where that is asked for: nothing was sent. */
export function isFailedConnecting(reason: Error): boolean {
	return failures.has(reason);
}

function notingFailures(connect: buildConnector.connector): buildConnector.connector {
	return (options, callback) =>
		connect(options, (...result) => {
			const [failure] = result;
			if (failure) failures.add(failure);
			callback(...result);
		});
}

function takingContinue(connect: buildConnector.connector): buildConnector.connector {
	return (options, callback) =>
		connect(options, (...result) => {
			const [, socket] = result;
			if (socket) passOverContinue(socket);
			callback(...result);
		});
}

/** The moment of connecting, at which every address that is then tried is found, and checked where it has to be. */
function lookupOf(resolve: Resolve): LookupFunction {
	return (host, _options, callback) => {
		resolve(host).then(
			(addresses) => callback(null, addresses),
			(reason: Error) => callback(reason, []),
		);
	};
}

/** An address that stands in the URL is not looked up, so it is checked before. */
function guarded(connect: buildConnector.connector, allowed: Resolve): buildConnector.connector {
	return (options, callback) => {
		if (!isIP(options.hostname)) return connect(options, callback);
		allowed(options.hostname).then(
			() => connect(options, callback),
			(reason: Error) => callback(reason, null),
		);
	};
}
