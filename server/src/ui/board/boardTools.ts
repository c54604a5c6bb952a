import { html, type Html } from '../../html/html';
import { type FoundDeals, isNarrowed, MOST_FOUND } from '../../deals/boardStore';
import type { Board } from './board';
import { type BoardQuery, boardAddress, filterOf, REMINDERS } from './boardAddress';

const STATUSES = [
	{ status: 'open', name: 'Open' },
	{ status: 'won', name: 'Won' },
	{ status: 'lost', name: 'Lost' },
] as const;

/** Returns what stands above the board: what it is narrowed by, the three statuses, and a new deal. */
export function boardTools({ pipelines, pipeline, query, choices }: Board): Html {
	const filter = filterOf(query);
	const { status, q, label, owner_email } = filter;
	return html`<div class="tools">
		<form class="inline" action="/deals" role="search">
			${pipelines.length > 1
				? choice(
						'pipeline',
						'Pipeline',
						pipeline.id,
						new Map(pipelines.map(({ id, name }) => [id, name])),
					)
				: html`<input type="hidden" name="pipeline" value="${pipeline.id}" />`}
			${status !== 'open' && html`<input type="hidden" name="status" value="${status}" />`}
			<label
				><span class="hidden">Search deals, contacts and companies</span>
				<input
					type="search"
					name="q"
					value="${q ?? ''}"
					placeholder="Deal, contact or company"
					title="One or two letters find words that begin with them"
			/></label>
			<button class="quiet">Search</button>
			${choices.labels.length > 0 &&
			choice('label', 'Label', label, withAll('Any label', named(choices.labels, label)))}
			${choices.owners.length > 0 &&
			choice(
				'owner',
				'Owner',
				owner_email,
				withAll('Any owner', named(choices.owners, owner_email)),
			)}
			${choice(
				'reminder',
				'Reminder',
				filter.reminder,
				withAll('Any reminder', Object.entries(REMINDERS)),
			)}
			${choice('sort', 'Order', filter.isDueFirst ? 'due' : '', ORDERS)}
			${isNarrowed(filter) &&
			html`<a href="${boardAddress({ pipeline: pipeline.id, status, ...sorted(query) })}"
				>${q === undefined ? 'Show all' : 'Clear search'}</a
			>`}
		</form>
		<nav class="tabs" aria-label="Status">
			${STATUSES.map(
				(each) =>
					html`<a
						href="${boardAddress({ ...kept(query), pipeline: pipeline.id, status: each.status })}"
						${each.status === status && html`aria-current="page"`}
						>${each.name}</a
					>`,
			)}
		</nav>
		<a class="button" href="/deals/new?pipeline=${pipeline.id}">New deal</a>
	</div>`;
}

/** Returns the sentence that says how many deals a filter was tried on, where more match than a page adds up. */
export function cutNote({ found, query }: Board): Html | false {
	if (!found?.isCut) return false;
	return html`<p class="help">
		More than ${MOST_FOUND.toLocaleString('en')} deals match. The board shows and adds up
		${firstOf(found, query)}; narrow it down to see the others.
	</p>`;
}

function firstOf({ deals }: FoundDeals, query: BoardQuery): string {
	const due = deals.filter(({ reminder_at }) => reminder_at !== null).length;
	if (!filterOf(query).isDueFirst || due === 0) return 'the newest';
	return due === deals.length
		? 'the first that are due'
		: 'all that have a reminder and the newest of the others';
}

/** Returns the sentence that says which choices of an address there are not: the board shows what it would without them. */
export function unknownNote({ unknown }: Board): Html | false {
	const asked = Object.entries(unknown).map(([name, value]) => html`<code>${name}=${value}</code>`);
	if (asked.length === 0) return false;
	return html`<p class="help" role="status">
		The address of this page asks for what there is not:
		${asked.flatMap((each, at) => (at === 0 ? [each] : [', ', each]))}. The board is shown without
		it; choose above what to
		show.${unknown.sort !== undefined &&
		html` It can be sorted by what changed last, and by what is due first (<code>sort=due</code>).`}
	</p>`;
}

const ORDERS = new Map([
	['', 'Changed last first'],
	['due', 'Due first'],
]);

function kept({ q, label, owner, reminder, sort }: BoardQuery): BoardQuery {
	const given = Object.entries({ q, label, owner, reminder, sort }).filter(([, value]) => value);
	return Object.fromEntries(given);
}

function sorted({ sort }: BoardQuery): BoardQuery {
	return sort === undefined ? {} : { sort };
}

/** What is chosen stands in the list also when no deal has it any more. */
function named(all: string[], chosen: string | undefined): Array<[string, string]> {
	const isThere = all.some((each) => each.toLowerCase() === chosen?.toLowerCase());
	return [...(chosen === undefined || isThere ? [] : [chosen]), ...all].map((each) => [each, each]);
}

function withAll(all: string, choices: Array<[string, string]>): Map<string, string> {
	return new Map([['', all], ...choices]);
}

function choice(
	name: string,
	label: string,
	chosen: string | undefined,
	choices: Map<string, string>,
): Html {
	return html`<label
		><span class="hidden">${label}</span>
		<select name="${name}" data-submit-on-change>
			${[...choices].map(
				([value, text]) =>
					html`<option
						value="${value}"
						${value.toLowerCase() === (chosen ?? '').toLowerCase() && html`selected`}
					>
						${text}
					</option>`,
			)}
		</select></label
	>`;
}
