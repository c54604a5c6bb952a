import { readConfig } from '../config';

/** Returns the address under which people reach the service: `PUBLIC_URL`, or the one it has on this machine. */
export function serviceAddress(): string {
	const { publicUrl, port } = readConfig(process.env);
	return publicUrl ?? `http://localhost:${port}`;
}
