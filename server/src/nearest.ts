import { nameKey } from '../../contract/identity';

const MOST = 3;
const LONGEST_SHOWN = 80;
const MOST_LISTED = 10;

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
	const wanted = nameKey(name);
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
	let beforeLast: number[] = [];
	let last = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let row = 1; row <= from.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= to.length; column += 1) {
			const isSame = from[row - 1] === to[column - 1];
			const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			const distances = [
				(last[column - 1] as number) + (isSame ? 0 : 1),
				(last[column] as number) + 1,
				(current[column - 1] as number) + 1,
			];
			if (row > 1 && column > 1 && isSwap) distances.push((beforeLast[column - 2] as number) + 1);
			current.push(Math.min(...distances));
		}
		[beforeLast, last] = [last, current];
	}
	return last[to.length] as number;
}
