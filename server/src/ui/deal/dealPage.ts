import { plainDealFields, type PlainDealField } from '../../../../contract/plainDealFields';
import { isWebAddress } from '../../../../contract/reading';
import type {
	Contact,
	CustomField,
	CustomFieldValue,
	Deal,
	Note,
} from '../../../../contract/types';
import { formTo } from '../kit/form';
import { html, type Html, type Part } from '../../html/html';
import { sentenceCase } from '../../html/sentenceCase';
import type { Page } from '../kit/layout';
import { exactTime, when } from '../kit/time';
import type { LoadedPipeline } from '../../pipelines/store';
import { actForms } from './actForms';
import type { HistoryChange, HistoryEntry } from './history';
import { ERASURE } from '../settings/erasure/paths';
import { formatMoney } from '../kit/formatMoney';
import { reminderTag } from './reminderTag';
import type { PageContext } from '../kit/pageContext';

/** What the page of a deal shows. */
export type DealPageView = {
	deal: Deal;
	pipelines: LoadedPipeline[];
	fields: CustomField[];
	notes: Note[];
	history: Array<HistoryEntry & { maker: Part }>;
	/** Addresses of more notes and of older history; undefined when there is none. */
	moreNotes: string | undefined;
	older: string | undefined;
	/** What is wrong with the note that was sent, and its text. */
	note: { text: string; fault: string | undefined };
	now: Date;
};

/** Returns the page of a deal: what it is, what can be done with it, what was said, and what happened. */
export function dealPage(pageContext: PageContext, view: DealPageView): Page {
	const { deal, pipelines, now } = view;
	const back = `/deals/${deal.id}`;
	return {
		title: deal.name,
		current: '/deals',
		isWide: true,
		main: html`<p class="state">
				<a href="/deals?pipeline=${deal.pipeline_id}">${deal.pipeline_name}</a>
				<span aria-hidden="true">›</span> ${deal.stage_name} ${status(deal)}
				${reminderTag({ status: deal.status, at: deal.reminder?.at ?? null }, now)}
				<b>${deal.value === null ? 'No value' : formatMoney(deal.value, deal.currency)}</b>
			</p>
			<div class="deal-page">
				<div>
					<section class="card" aria-label="Move, win or lose">
						${actForms(pageContext, { deal, pipelines, back })}
					</section>
					<section class="card" aria-labelledby="details">
						<div class="row">
							<h2 id="details">Details</h2>
							<div class="acts">
								<a class="button quiet" href="/deals/${deal.id}/edit">Edit</a>
								<a class="button quiet" href="/deals/${deal.id}/delete">Delete</a>
							</div>
						</div>
						${details(view)}
					</section>
				</div>
				<div>${notes(pageContext, view)} ${history(view)}</div>
			</div>`,
	};
}

function status({ status, lost_reason }: Deal): Part {
	if (status === 'open') return html`<span class="tag">Open</span>`;
	if (status === 'won') return html`<span class="tag good">Won</span>`;
	return html`<span class="tag bad">Lost</span>${lost_reason && html` <span>${lost_reason}</span>`}`;
}

function details({ deal, fields }: DealPageView): Html {
	const { contact, company, reminder } = deal;
	const custom = fields.map(({ key, name }): [string, Part] => [
		name,
		valueText(deal.custom_fields[key] ?? null),
	]);
	return html`${facts([
			['Contact', contact && contactText(contact, deal)],
			['Company', company && [company.name, company.domain].filter(Boolean).join(', ')],
			[
				'Reminder',
				reminder && `${exactTime(reminder.at)}${reminder.note ? `: ${reminder.note}` : ''}`,
			],
			[
				'Labels',
				deal.labels.length > 0 &&
					deal.labels.map((label) => html`<span class="tag">${label}</span> `),
			],
			['Owner', deal.owner_email],
			['Source', deal.source],
			...otherFields.map(({ key, label }): [string, Part] => [
				sentenceCase(label),
				plainText(deal[key]),
			]),
			['External ID', deal.external_id && html`<code>${deal.external_id}</code>`],
		])}
		${custom.length > 0 &&
		html`<h3>Custom fields</h3>
			${facts(custom)}`}
		<h3>Record</h3>
		${facts([
			['Created', exactTime(deal.created_at)],
			['Changed', exactTime(deal.updated_at)],
			['Deal ID', html`<code>${deal.id}</code>`],
		])}`;
}

/** What stands above the details, and what they name in words of their own. */
const SHOWN = ['value', 'labels', 'owner_email', 'source', 'external_id'];

const otherFields = plainDealFields.filter(({ key }) => !SHOWN.includes(key));

function facts(list: Array<[string, Part]>): Html {
	return html`<dl class="facts">
		${list.map(
			([name, value]) =>
				html`<dt>${name}</dt>
					<dd>${value || html`<span class="faint">None</span>`}</dd>`,
		)}
	</dl>`;
}

function contactText(contact: Contact, { id }: Deal): Html {
	const { name, title, email, phone, linkedin_url } = contact;
	const lines: Part[] = [
		name && html`<b>${name}</b>${title && `, ${title}`}`,
		email && html`<a href="mailto:${email}">${email}</a>`,
		phone && html`<a href="tel:${phone.replace(/[^\d+]/g, '')}">${phone}</a>`,
		linkedin_url && link(linkedin_url),
		html`<a href="/deals/${id}/contact">Edit contact</a>`,
		html`<a href="${ERASURE}?contact=${contact.id}">Erase this person</a>`,
	];
	return html`${lines.filter(Boolean).map((line) => html`<span class="line">${line}</span>`)}`;
}

function plainText(value: Deal[PlainDealField]): Part {
	if (!Array.isArray(value)) return valueText(value);
	if (value.length === 0) return null;
	return value.map((entry) =>
		typeof entry === 'string'
			? html`<span class="tag">${entry}</span> `
			: html`<span class="line">${link(entry.url, entry.label)}</span>`,
	);
}

function valueText(value: CustomFieldValue): Part {
	if (value === null || value === '') return null;
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	if (Array.isArray(value)) return value.join(', ');
	if (typeof value === 'number') return value.toLocaleString('en', { maximumFractionDigits: 20 });
	return isWebAddress(value) ? link(value) : html`<span class="text">${value}</span>`;
}

/** Only what begins with http:// or https:// becomes a link: other addresses could run a script. */
function link(address: string, label: string | null = null): Html {
	if (!isWebAddress(address)) return html`${label} ${address}`;
	return html`<a href="${address}" rel="noopener noreferrer nofollow" target="_blank"
		>${label ?? address}</a
	>`;
}

function notes(
	pageContext: PageContext,
	{ deal, notes: shown, moreNotes, note, now }: DealPageView,
): Html {
	return html`<section class="card" aria-labelledby="notes">
		<h2 id="notes">Notes</h2>
		${formTo(
			pageContext,
			`/deals/${deal.id}/notes`,
			html`<label for="note" class="hidden">New note</label>
				<textarea
					id="note"
					name="note"
					rows="3"
					maxlength="10000"
					required
					placeholder="What was said, what comes next"
					${note.fault && html`aria-invalid="true" aria-describedby="note-fault"`}
				>
${note.text}</textarea
				>
				${note.fault && html`<p class="invalid" id="note-fault">${note.fault}</p>`}
				<button class="quiet">Add note</button>`,
			{ className: 'note-form' },
		)}
		${shown.length === 0
			? html`<p class="faint">No note yet.</p>`
			: html`<ol class="notes">
					${shown.map(
						({ text, created_at }) =>
							html`<li>
								<p class="text">${text}</p>
								${when(created_at, now)}
							</li>`,
					)}
				</ol>`}
		${moreNotes && html`<p><a href="${moreNotes}">Show all notes</a></p>`}
	</section>`;
}

function history({ history: entries, older, now }: DealPageView): Html {
	return html`<section class="card" aria-labelledby="history">
		<h2 id="history">History</h2>
		${entries.length === 0
			? html`<p class="faint">No change is known.</p>`
			: html`<ol class="history">
					${entries.map(
						({ at, title, changes, maker }) =>
							html`<li>
								<p><b>${title}</b></p>
								${maker && html`<p class="maker">${maker}</p>`}
								${changes.length > 0 &&
								html`<ul>
									${changes.map((change) => html`<li>${changeText(change)}</li>`)}
								</ul>`}
								${when(at, now)}
							</li>`,
					)}
				</ol>`}
		${older && html`<p><a href="${older}">Show older changes</a></p>`}
		<p class="help">
			Old and new values are kept for 30 days; what was changed, when and by what, as long as the
			deal.
		</p>
	</section>`;
}

function changeText({ label, from, to, isNote }: HistoryChange): Html {
	if (isNote && to === null) return html`<span class="faint">This note was removed.</span>`;
	if (isNote) return html`<span class="text">${to}</span>`;
	return html`${label}:
		${from === null ? html`<span class="faint">none</span>` : html`<del>${from}</del>`}
		<span aria-hidden="true">→</span><span class="hidden"> to </span> ${to === null
			? html`<span class="faint">none</span>`
			: html`<ins>${to}</ins>`}`;
}
