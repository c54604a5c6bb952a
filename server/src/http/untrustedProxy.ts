import type { FastifyInstance } from 'fastify';

/** Writes into the log, once, that a proxy is not believed: all who come through it then count as one visitor. */
export function nameUntrustedProxy(app: FastifyInstance): void {
	let isNamed = false;
	app.addHook('onRequest', ({ headers, ips, socket, log }, _reply, done) => {
		done();
		if (isNamed || headers['x-forwarded-for'] === undefined || ips?.length !== 1) return;
		isNamed = true;
		const { remoteAddress } = socket;
		log.warn(
			`${remoteAddress} sends X-Forwarded-For and is not trusted. If it is your proxy, set FLUID_TRUSTED_PROXIES=${remoteAddress}: its visitors count as one until then.`,
		);
	});
}
