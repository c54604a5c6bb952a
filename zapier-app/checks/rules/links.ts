const link = /\[([^\]]*)\]\(([^)]*)\)/g;
const code = /`[^`]*`/g;
const address = /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s`)"\\]+/gi;

/** Returns what is wrong with the links and addresses of a Markdown text, a sentence each. */
export function linkFaults(markdown: string): string[] {
	const withoutCode = markdown.replace(code, '');
	const broken = [...withoutCode.matchAll(link)]
		.filter(([, text, url = '']) => !text || !isWhole(url))
		.map(([whole]) => `${whole} is no valid link.`);
	const rest = withoutCode.replace(link, '');
	const bare = [...rest.matchAll(address)].map(
		([url]) => `${url} is neither a link nor in backticks.`,
	);
	const halves =
		/\]\s*\(|\[[^\]]*\(/.test(rest) && bare.length === 0 ? [`"${rest}" has half a link.`] : [];
	return [...broken, ...bare, ...halves];
}

/** Returns the addresses in a text that are plain http. */
export function plainHttp(text: string): string[] {
	return [...text.matchAll(address)].map(([url]) => url).filter((url) => /^http:/i.test(url));
}

/** Returns the targets of links that run something instead of leading somewhere. */
export function scriptLinks(markdown: string): string[] {
	return [...markdown.matchAll(link)]
		.map(([, , url = '']) => url.trim())
		.filter((url) => /^(javascript|data|vbscript|file):/i.test(url));
}

/** A script is a matter of a rule of its own. */
function isWhole(url: string): boolean {
	return (
		scriptLinks(`[x](${url})`).length > 0 || /^(https?:\/\/[^\s.]+\.|mailto:.+@)[^\s]+$/.test(url)
	);
}
