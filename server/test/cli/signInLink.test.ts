import axios from 'axios';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';

let service: ServiceProcess;

beforeAll(async () => {
	service = await ServiceProcess.start();
}, 60_000);
afterAll(() => service.stop());

/** Opens an address as a browser that is not signed in; answers where it is sent, and whether it got a session. */
async function open(address: string) {
	const { status, headers } = await axios.get(address, {
		maxRedirects: 0,
		validateStatus: () => true,
	});
	return { status, to: headers.location as string, isSignedIn: 'set-cookie' in headers };
}

test('a link made beside the running service signs in once', async () => {
	const env = { DATA_DIR: service.folder, PUBLIC_URL: service.url };
	const { code, stdout, stderr } = await fluidCommand(['sign-in-link'], { env });
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

	expect(await open(stdout.trim())).toEqual({ status: 303, to: '/deals', isSignedIn: true });
	expect(await open(stdout.trim())).toMatchObject({ status: 401, isSignedIn: false });
});

test('the link of the first start signs in', async () => {
	const [link = ''] = /http\S+\/sign-in\/\S+/.exec(service.output) ?? [];
	expect(await open(link.replace('localhost', '127.0.0.1'))).toMatchObject({ isSignedIn: true });
});
