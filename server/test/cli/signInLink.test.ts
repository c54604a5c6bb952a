import axios from 'axios';
import { expect, test } from 'vitest';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const service = ServiceProcess.forFile();

/** Presses the button of a link's page as a browser that is not signed in; answers where it is sent, and whether it got a session. */
async function press(link: string) {
	const { status, headers } = await axios.post(link, undefined, {
		maxRedirects: 0,
		validateStatus: () => true,
	});
	return { status, to: headers.location as string, isSignedIn: 'set-cookie' in headers };
}

async function newLink(): Promise<string> {
	// The service was started with a port that whoever gives the command need not know.
	const env = service.databaseEnv;
	const { code, stdout, stderr } = await fluidCommand(['sign-in-link'], { env });
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	return stdout.trim();
}

test('a link made beside the running service signs in once', async () => {
	const link = await newLink();
	expect(await press(link)).toEqual({ status: 303, to: '/deals', isSignedIn: true });
	expect(await press(link)).toMatchObject({ status: 401, isSignedIn: false });
	expect((await axios.get(link, { validateStatus: () => true })).status).toBe(401);
});

test('a chat or mail filter that looks at a link does not use it up', async () => {
	const link = await newLink();
	const looked = await axios.head(link);
	expect([looked.status, 'set-cookie' in looked.headers]).toEqual([200, false]);
	const opened = await axios.get<string>(link);
	expect([opened.status, 'set-cookie' in opened.headers]).toEqual([200, false]);
	expect(opened.data).toContain(`action="${new URL(link).pathname}"`);

	expect(await press(link)).toMatchObject({ isSignedIn: true });
});

test('the link of the first start signs in', async () => {
	const [link = ''] = /http\S+\/sign-in\/\S+/.exec(service.output) ?? [];
	expect(await press(link.replace('localhost', '127.0.0.1'))).toMatchObject({ isSignedIn: true });
});
