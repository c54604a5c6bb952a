type Scope = string[] | null | undefined;

/**
 * Zapier's cache as its documentation describes it: one for the whole app, unless a scope says that an entry is one
 * connection's or one user's; each entry for as many seconds as were asked for.
 */
export class PlatformCache {
	private readonly entries = new Map<string, { value: string; until: number }>();

	get(connection: string, name: string, scope: Scope): string | null {
		const entry = this.entries.get(keyOf(connection, name, scope));
		return entry !== undefined && entry.until > Date.now() ? entry.value : null;
	}

	set(connection: string, name: string, value: string, seconds: number, scope: Scope): true {
		const until = Date.now() + seconds * 1000;
		this.entries.set(keyOf(connection, name, scope), { value, until });
		return true;
	}

	delete(connection: string, name: string, scope: Scope): boolean {
		return this.entries.delete(keyOf(connection, name, scope));
	}

	clear(): void {
		this.entries.clear();
	}
}

function keyOf(connection: string, name: string, scope: Scope): string {
	return scope?.includes('auth') ? `${name} of ${connection}` : name;
}
