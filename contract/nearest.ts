import { nameKey } from './identity';

const MOST = 3;
const LONGEST_SHOWN = 80;
const MOST_LISTED = 10;
/** What is longer is copied, not mistyped, and comparing it letter by letter takes long. */
const LONGEST_COMPARED = 40;
/** Enough for that, whatever blanks stand around it. */
const LONGEST_READ = 1_000;

/** Returns what somebody wrote as a sentence shows it: in quotes, cut where it is long. */
export function inQuotes(text: string): string {
	return `"${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN).toWellFormed()}...` : text}"`;
}

/**
 * Returns a question such as ` Did you mean "Contacted"?` naming the candidates nearest to a mistyped name, or a list
 * of the candidates where none is near, or nothing where there are none.
 *
 * @param ofMany what is said instead of a list that would be long
 */
export function didYouMean(name: string, candidates: readonly string[], ofMany?: string): string {
	const near = nearest(name, candidates);
	if (near.length > 0)
		return ` Did you mean ${near.map((candidate) => `"${candidate}"`).join(' or ')}?`;
	if (candidates.length === 0) return '';
	if (candidates.length > MOST_LISTED && ofMany !== undefined) return ofMany;
	const listed = candidates.slice(0, MOST_LISTED).map((candidate) => `"${candidate}"`);
	const others = candidates.length - listed.length;
	return ` Choose ${listed.join(', ')}${others === 0 ? '' : ` or one of ${others} more`}.`;
}

/** Returns the up to three candidates that differ from the name in at most a third of its letters, nearest first. */
export function nearest(name: string, candidates: readonly string[]): string[] {
	const wanted = nameKey(name.slice(0, LONGEST_READ));
	if (wanted.length > LONGEST_COMPARED) return [];
	const allowed = Math.max(1, Math.floor(wanted.length / 3));
	return candidates
		.filter((candidate) => Math.abs(candidate.length - wanted.length) <= allowed)
		.map((candidate) => ({ candidate, distance: editDistance(wanted, nameKey(candidate)) }))
		.filter(({ distance }) => distance <= allowed)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, MOST)
		.map(({ candidate }) => candidate);
}

/** Damerau's distance: letters to add, remove, replace, or swap with their neighbour. */
function editDistance(from: string, to: string): number {
	let beforeLast = new Uint8Array(to.length + 1);
	let last = Uint8Array.from(beforeLast.keys());
	let current = new Uint8Array(to.length + 1);
	for (let row = 1; row <= from.length; row += 1) {
		current[0] = row;
		const [letter, letterBefore] = [from.charCodeAt(row - 1), from.charCodeAt(row - 2)];
		for (let column = 1; column <= to.length; column += 1) {
			const other = to.charCodeAt(column - 1);
			const added = Math.min(at(last, column), at(current, column - 1)) + 1;
			let distance = Math.min(added, at(last, column - 1) + (letter === other ? 0 : 1));
			if (letter === to.charCodeAt(column - 2) && letterBefore === other)
				distance = Math.min(distance, at(beforeLast, column - 2) + 1);
			current[column] = distance;
		}
		[beforeLast, last, current] = [last, current, beforeLast];
	}
	return at(last, to.length);
}

function at(distances: Uint8Array, column: number): number {
	return distances[column] as number;
}
