import { asRead } from '../../../../../contract/identity';
import { html, type Html, type Part } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { when } from '../../kit/time';
import { type Duplicate, type Group, type Kind, MOST_GROUPS } from '../../../duplicates/store';
import { DUPLICATES, mergePath } from './paths';

/** What is there twice, by its kind. */
export type Found = Record<Kind, Group[]>;

const HEADINGS: Record<Kind, string> = {
	contacts: 'Contacts with the same email address',
	companies: 'Companies with the same domain or name',
};
const ADDRESSES: Record<Kind, string> = { contacts: 'Email address', companies: 'Domain' };

/** Returns the page that lists contacts and companies that share a key. */
export function duplicatesPage(found: Found, now: Date): Page {
	const isEmpty = Object.values(found).every((groups) => groups.length === 0);
	return {
		title: 'Duplicates',
		current: DUPLICATES,
		main: html`<p class="lead">
				Contacts that share an email address, and companies that share a domain or name, written in
				different ways. An earlier version created them; Fluid now recognizes them and creates no
				more. Nothing is merged automatically: merge two at a time and choose which one to keep.
			</p>
			${isEmpty && html`<p class="empty">There are no duplicates in this workspace.</p>`}
			${section('contacts', found.contacts, now)} ${section('companies', found.companies, now)}`,
	};
}

function section(kind: Kind, groups: Group[], now: Date): Part {
	if (groups.length === 0) return '';
	return html`<section>
		<h2>${HEADINGS[kind]}</h2>
		${groups.map((group) => table(kind, group, now))}
		${groups.length === MOST_GROUPS &&
		html`<p>There are more. They appear here as you merge these.</p>`}
	</section>`;
}

function table(kind: Kind, { key, entries }: Group, now: Date): Html {
	const [oldest, ...others] = entries as [Duplicate, ...Duplicate[]];
	return html`<h3>${key}</h3>
		<table class="rows">
			<thead>
				<tr>
					<th scope="col">Name</th>
					<th scope="col">${ADDRESSES[kind]} as written</th>
					<th scope="col">Deals</th>
					<th scope="col">Added</th>
					<th scope="col"><span class="hidden">Actions</span></th>
				</tr>
			</thead>
			<tbody>
				${row(kind, oldest, now, html`<span class="tag">Oldest</span>`)}
				${others.map((one) => row(kind, one, now, mergeLink(kind, oldest, one), oldest))}
			</tbody>
		</table>`;
}

function row(kind: Kind, one: Duplicate, now: Date, act: Part, oldest?: Duplicate): Html {
	return html`<tr>
		<th scope="row">${one.name ?? 'No name'}</th>
		<td data-label="${ADDRESSES[kind]}">
			<span
				>${one.address ?? 'None'}
				${oldest &&
				looksAlike(one, oldest) &&
				html`<span class="help">spelled with different characters that look the same</span>`}</span
			>
		</td>
		<td data-label="Deals">${one.deals.toLocaleString('en')}</td>
		<td data-label="Added">${when(one.created_at, now)}</td>
		<td class="acts">${act}</td>
	</tr>`;
}

function mergeLink(kind: Kind, oldest: Duplicate, one: Duplicate): Html {
	const name = one.name ?? one.address ?? 'it';
	return html`<a class="button quiet" href="${mergePath(kind, oldest.id, one.id)}"
		>Merge<span class="hidden"> ${name} and the oldest</span></a
	>`;
}

/** Otherwise nobody would see why they are two. */
function looksAlike({ address }: Duplicate, oldest: Duplicate): boolean {
	if (address === null || oldest.address === null || address === oldest.address) return false;
	return asRead(address) === asRead(oldest.address);
}
