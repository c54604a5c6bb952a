import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's website, on an origin of its own. */
export class Website {
	private body = '';
	private policy = '';
	private readonly moved = new Map<string, string>();

	private constructor(
		/** Its origin: an address where the service has a name. */
		readonly url: string,
		readonly stop: () => Promise<void>,
	) {}

	static async start(): Promise<Website> {
		const server = createServer(({ url }, response) => {
			const moved = website.moved.get(url ?? '');
			if (moved !== undefined) {
				response.writeHead(302, { location: moved }).end();
				return;
			}
			response.writeHead(200, {
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': website.policy,
			});
			response.end(website.page());
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const website = new Website(url, async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		});
		return website;
	}

	/** From now on shows this on every page, under the policy. */
	show(body: string, policy: string): void {
		this.body = body;
		this.policy = policy;
	}

	/** From now on leads from a path to another address. */
	move(path: string, address: string): void {
		this.moved.set(path, address);
	}

	private page(): string {
		return `<!doctype html>
			<html lang="en">
				<head>
					<meta charset="utf-8" />
					<meta name="viewport" content="width=device-width, initial-scale=1" />
					<title>Spring fair</title>
					<link rel="icon" href="data:," />
				</head>
				<body><main><h1>Spring fair</h1>${this.body}</main></body>
			</html>`;
	}
}
