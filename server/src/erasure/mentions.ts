import { sql, type Statement } from '../database/sql';
import type { Person } from './person';
import { isWholeAddress } from './wholeAddress';

/**
 * Returns what is true of a text that may name the person: it finds all that does and some that does not, alike in every
 * database.
 *
 * @param text a column, as a part of a statement
 */
export function mayMention({ ids, spellings }: Person, text: Statement): Statement {
	const found = [
		...[...ids].map((id) => sql`${text} like ${`%${pattern(id)}%`} escape '~'`),
		...[...spellings].map(
			(email) => sql`lower(${text}) like ${`%${pattern(email.toLowerCase())}%`} escape '~'`,
		),
	];
	return sql`(${found.reduce((one, other) => sql`${one} or ${other}`)})`;
}

/** Letters that only some databases know small, and what JSON writes in another way, may be any. */
function pattern(text: string): string {
	return text.replace(/[~%_]/g, '~$&').replace(/[^\x21-\x7e]|["\\]/gu, '%');
}

/** Returns a text without the addresses of the person; an address that ends or begins with one of them is another one. */
export function withoutAddresses({ spellings }: Person, text: string): string {
	let rest = text;
	for (const email of spellings) {
		// Most texts of an event are ids, names and times.
		if (email.includes('@') && !rest.includes('@')) continue;
		rest = rest.replace(
			new RegExp(email.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu'),
			(found, at: number, whole: string) =>
				isWholeAddress(whole, at, at + found.length) ? ERASED : found,
		);
	}
	return rest;
}

/** Returns whether a text has an id of the person. */
export function hasId({ ids }: Person, text: string): boolean {
	return [...ids].some((id) => text.includes(id));
}

/** What stands where there was something of a person. */
export const ERASED = '[erased]';
