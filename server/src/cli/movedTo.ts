/** Returns where a service has moved to, of which a call was sent to where it would be there; else undefined. */
export function movedTo(location: unknown, url: string, call: string): string | undefined {
	const [path = ''] = call.split('?');
	const at = `${url}${path}`;
	if (!URL.canParse(String(location), at)) return undefined;
	const { origin, pathname } = new URL(String(location), at);
	return pathname.endsWith(path) ? `${origin}${pathname.slice(0, -path.length)}` : undefined;
}
