/** Somebody who is signed in and opens pages, without a browser's own work. */
export type SignedInVisitor = {
	get: (path: string, headers?: Record<string, string>) => Promise<string>;
	post: (
		path: string,
		form: Record<string, string>,
		headers?: Record<string, string>,
	) => Promise<string>;
};

/** Signs in by password. */
export async function signInByPassword(url: string, password: string): Promise<SignedInVisitor> {
	const body = new URLSearchParams({ password });
	const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
	const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
	if (cookie === undefined) throw new Error(`Signing in answered ${answer.status}.`);
	const page = await read('/settings/pipelines', {}, {});
	const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] as string;

	return {
		get: (path, headers = {}) => read(path, {}, headers),
		post: (path, form, headers = {}) => {
			const sent = new URLSearchParams({ ...form, _token: token });
			return read(path, { method: 'POST', body: sent }, headers);
		},
	};

	async function read(path: string, options: RequestInit, headers: Record<string, string>) {
		const sent = { ...headers, cookie: cookie as string };
		const page = await fetch(`${url}${path}`, { ...options, headers: sent });
		if (!page.ok) throw new Error(`${path}: ${page.status} ${await page.text()}`);
		return page.text();
	}
}
