const HERE = 'https://here.invalid';
const START = '/deals';

/**
 * Returns the path to go to after signing in: the one asked for, read as a browser reads it (which drops tabs and takes
 * backslashes for slashes), or the deals for everything that could lead to another server.
 */
export function nextPath(asked: unknown): string {
	if (typeof asked !== 'string' || !asked.startsWith('/')) return START;
	if (!URL.canParse(asked, HERE)) return START;
	const { origin, pathname, search, hash } = new URL(asked, HERE);
	// "/.//other.example" is a path here, and an address elsewhere once it is read again.
	if (origin !== HERE || pathname.startsWith('//')) return START;
	return `${pathname}${search}${hash}`;
}
