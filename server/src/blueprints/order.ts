/**
 * Returns the names that are there in the order that is wanted. One that is not wanted stays behind the name it stood
 * behind, so that ordering twice changes nothing the second time.
 */
export function inWantedOrder(present: string[], wanted: string[]): string[] {
	const followers = new Map<string | undefined, string[]>();
	let leader: string | undefined;
	for (const name of present) {
		if (wanted.includes(name)) leader = name;
		else followers.set(leader, [...(followers.get(leader) ?? []), name]);
	}
	const ordered = wanted.filter((name) => present.includes(name));
	return [undefined, ...ordered].flatMap((name) => [
		...(name === undefined ? [] : [name]),
		...(followers.get(name) ?? []),
	]);
}

/** Returns whether two lists name the same in the same order. */
export function isSameList(one: string[], other: string[]): boolean {
	return one.length === other.length && one.every((name, index) => name === other[index]);
}
