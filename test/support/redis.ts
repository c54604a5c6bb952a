import { spawnSync } from 'node:child_process';

/** Where a Redis may be, for an n8n in queue mode; REDIS_HOST names another host. */
export const REDIS_HOST = process.env.REDIS_HOST ?? '127.0.0.1';

const CONNECT = `
	const socket = require('node:net').connect({ host: process.argv[1], port: 6379, timeout: 1000 });
	socket.once('connect', () => process.exit(0));
	for (const event of ['error', 'timeout']) socket.once(event, () => process.exit(1));
`;

/** Whether something listens there. */
export const hasRedis = spawnSync(process.execPath, ['-e', CONNECT, REDIS_HOST]).status === 0;
