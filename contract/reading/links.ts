import { listInJson } from './lists';
import type { Reading, ReadingFault } from './reading';
import { readWebAddress } from './webAddresses';
import { isBlank, scalar, shownValue } from './written';

/** A link with what it is called. */
export type Link = { url: string; label: string | null };

/**
 * Returns links, each written as its address and what to call it, e.g. "https://example.com/thread Smartlead". A text
 * holds them apart by lines or semicolons, and addresses alone by blanks or commas as well; a list may hold objects.
 */
export function readLinks(value: unknown): Reading<Link[]> {
	const links: Link[] = [];
	for (const entry of entriesOf(value)) {
		const reading = typeof entry === 'string' ? ofText(entry) : ofObject(entry);
		if ('fault' in reading) return reading;
		links.push(...reading.value);
	}
	return { value: links };
}

/** Returns links as `readLinks` reads them: one a line, or in JSON where a label has an address or what holds links apart. */
export function linksText(links: readonly Link[]): string {
	const text = links.map(({ url, label }) => (label === null ? url : `${url} ${label}`)).join('\n');
	const reading = readLinks(text);
	const isRead = 'value' in reading && JSON.stringify(reading.value) === JSON.stringify(links);
	return isRead ? text : JSON.stringify(links);
}

function entriesOf(value: unknown): unknown[] {
	const list = Array.isArray(value) ? value : listInJson(value);
	return (list ?? [scalar(value) ?? value])
		.filter((entry) => !isBlank(entry))
		.flatMap((entry) => (typeof entry === 'string' ? apart(entry) : [entry]));
}

/** A semicolon in what a link is called holds nothing apart: behind it there is no address. */
function apart(text: string): string[] {
	return text.split('\n').flatMap((line) => {
		const parts = line.split(/;(?=\s|$)/).filter((part) => !isBlank(part));
		return parts.every((part) => addressesIn(part.trim().split(/\s+/)).some(Boolean))
			? parts
			: [line];
	});
}

function ofText(text: string): Reading<Link[]> {
	const words = text.trim().split(/\s+/);
	const addresses = addressesIn(words);
	const found = addresses.filter((address) => address !== undefined);
	if (found.length === words.length) return { value: found.map((url) => ({ url, label: null })) };
	const [url, ...others] = found;
	if (url === undefined || others.length > 0) return faultOf(text);
	const label = words.filter((_, index) => addresses[index] === undefined).join(' ');
	return { value: [{ url, label: label.replace(/^[-–|:,\s]+|[-–|:,\s]+$/g, '') || null }] };
}

/** Returns the address that each word is, if any. Beside one with https://, smartlead.ai is what the link is called. */
function addressesIn(words: string[]): Array<string | undefined> {
	const isWritten = words.some((word) => SCHEME.test(word));
	return words.map((word) => (isWritten && !SCHEME.test(word) ? undefined : addressIn(word)));
}

const SCHEME = /^https?:\/\//i;

function addressIn(word: string): string | undefined {
	const reading = readWebAddress(word.replace(/[,;]$/, ''));
	return 'value' in reading ? reading.value : undefined;
}

function ofObject(value: unknown): Reading<Link[]> {
	const { url, label = null } = (value ?? {}) as Partial<Record<keyof Link, unknown>>;
	const address = readWebAddress(url);
	if ('fault' in address) return scalar(url) === undefined ? faultOf(value) : address;
	return { value: [{ url: address.value, label: isBlank(label) ? null : String(label).trim() }] };
}

function faultOf(value: unknown): ReadingFault {
	return {
		fault: `${shownValue(value)} is not a link. Write it like "https://example.com/thread Smartlead".`,
	};
}
