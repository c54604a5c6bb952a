import { CONNECT } from '../settings/connect/paths';
import { html, type Html } from '../../html/html';
import { boardAddress, filterOf } from './boardAddress';
import { isNarrowed } from '../../deals/boardStore';
import type { Board } from './board';

/** Returns what stands above a board without a card: why there is none, and what to do next. */
export function nothingShown({ query, hasDeals, pipeline }: Board): Html {
	const filter = filterOf(query);
	const { status, q } = filter;
	if (pipeline.stages.length === 0) {
		return html`<p class="empty">
			${pipeline.name} has no stages yet.
			<a href="/settings/pipelines#${pipeline.id}">Add a stage</a> first.
		</p>`;
	}
	if (!hasDeals) return firstSteps(pipeline.id);
	if (q !== undefined) {
		return html`<p class="empty">
			No ${status} deal in ${pipeline.name} matches <b>${q}</b>.
			<a href="${boardAddress({ pipeline: pipeline.id, status })}">Clear the search</a>, or look in
			another tab or pipeline.
		</p>`;
	}
	if (isNarrowed(filter)) {
		return html`<p class="empty">
			No ${status} deal in ${pipeline.name} matches.
			<a href="${boardAddress({ pipeline: pipeline.id, status })}">Show all</a>, or look in another
			tab or pipeline.
		</p>`;
	}
	if (status === 'open') {
		return html`<p class="empty">
			There are no open deals in ${pipeline.name}. Add one with <i>New deal</i>; won and lost deals
			are under their own tabs.
		</p>`;
	}
	return html`<p class="empty">
		No deal in ${pipeline.name} is ${status} yet. To mark one, open the menu on its card (three
		dots).
	</p>`;
}

function firstSteps(pipelineId: string): Html {
	return html`<section class="card first-steps" aria-labelledby="first-steps">
		<h2 id="first-steps">Your first deal</h2>
		<p>This workspace has no deals yet. Choose how to add the first one:</p>
		<ul>
			<li>
				<a href="/deals/new?pipeline=${pipelineId}">Enter it by hand</a>
				<p class="help">With a name, a value and a contact.</p>
			</li>
			<li>
				<a href="${CONNECT}">Connect n8n, Zapier, Make or another tool</a>
				<p class="help">Positive replies, bookings and payments become deals automatically.</p>
			</li>
			<li>
				<a href="/settings/lead-forms/new">Put a lead form on your website</a>
				<p class="help">Each submission becomes a deal right away.</p>
			</li>
			<li>
				Import a CSV file from another CRM
				<p class="help">
					On the computer that runs Fluid: <code>npm run -s fluid -- import deals.csv</code>
				</p>
			</li>
		</ul>
	</section>`;
}
