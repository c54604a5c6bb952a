import axios from 'axios';

/** Somebody on a website who opens a form and sends it, as a browser does. */
export class Visitor {
	private readonly http = axios.create({ validateStatus: () => true, maxRedirects: 0 });

	/**
	 * @param url address of the form
	 * @param site origin of the page it is on; the hosted page unless named
	 */
	constructor(
		readonly url: string,
		readonly site = new URL(url).origin,
	) {}

	/** Opens the hosted page; answers the inputs nobody sees. */
	async open(query = '', headers = {}): Promise<Record<string, string>> {
		const { data } = await this.http.get<string>(`${this.url}${query}`, { headers });
		return hiddenInputs(data);
	}

	/** Sends the form without JavaScript. */
	async send(values: Record<string, string | string[]>, headers = {}) {
		const body = new URLSearchParams();
		for (const [name, value] of Object.entries(values))
			for (const one of [value].flat()) body.append(name, one);
		const {
			status,
			headers: received,
			data,
		} = await this.http.post<string>(this.url, body, {
			headers: { origin: this.site, referer: `${this.site}/`, ...headers },
		});
		return {
			status,
			location: received.location as string | undefined,
			page: data,
			headers: received,
		};
	}

	/** What the script in the page fetches to show the form. */
	async definition() {
		const { status, headers, data } = await this.http.get(`${this.url}/form.json`, {
			headers: { origin: this.site },
		});
		return { status, headers, body: data };
	}

	/** Sends the form as the script does. */
	async sendByScript(values: object) {
		const { status, headers, data } = await this.http.post(this.url, values, {
			headers: { origin: this.site },
		});
		return { status, headers, body: data };
	}
}

/** The inputs of a page that nobody sees, by name. */
export function hiddenInputs(page: string): Record<string, string> {
	const found = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
	return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}
