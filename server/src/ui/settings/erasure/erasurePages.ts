import { personalDealFields, personalFieldLabel } from '../../../../../contract/personalDealFields';
import type { CustomField, Erasure } from '../../../../../contract/types';
import { mayBePersonal } from '../../../erasure/chosenFields';
import { erasedCounts, underWaySentence } from '../../../erasure/erasedCounts';
import { html, type Html } from '../../../html/html';
import { sentenceCase } from '../../../html/sentenceCase';
import { field } from '../../kit/field';
import { formTo } from '../../kit/form';
import type { Page } from '../../kit/layout';
import type { PageContext } from '../../kit/pageContext';
import { ERASURE } from './paths';

/** Whom the form is about, as it was looked for. */
export type Sought = { email: string; contact: string };

/** Returns the page on which a person is looked for. */
export function seekPage(pageContext: PageContext, email: string, fault?: string): Page {
	const text = {
		name: 'email',
		label: 'Email address',
		help: 'In any spelling. Also finds who only sent a form.',
		fault,
	};
	return {
		title: 'Erase a person',
		current: ERASURE,
		main: html`<p class="lead">
				When somebody asks you to delete their data: Fluid removes them from contacts, deals, form
				submissions, stored events, delivery logs and kept responses of this workspace, and says who
				else received it.
			</p>
			<section class="card">
				<h2>Whom?</h2>
				${formTo(
					pageContext,
					`${ERASURE}/find`,
					html`${field(
							text,
							(attributes) =>
								html`<input
									${attributes}
									type="text"
									inputmode="email"
									autocapitalize="off"
									autocomplete="off"
									value="${email}"
									required
								/>`,
						)}
						<button>Look up</button>
						<p class="help">Nothing is removed yet.</p>`,
					{ className: 'stack' },
				)}
			</section>`,
	};
}

/** Returns the page that says what there is of a person, and asks what of their deals is to go. */
export function choicePage(
	pageContext: PageContext,
	sought: Sought,
	found: Erasure,
	customFields: CustomField[],
): Page {
	return {
		title: 'Erase a person',
		current: ERASURE,
		main: html`<section class="card">
				<h2>What is stored of ${sought.email || 'this contact'}</h2>
				${countsOf(found)}
			</section>
			${formTo(
				pageContext,
				ERASURE,
				html`<input type="hidden" name="email" value="${sought.email}" />
					<input type="hidden" name="contact" value="${sought.contact}" />
					${choices(
						'What of their deals is removed?',
						'deal_fields',
						personalDealFields.map((name) => ({
							name,
							label: sentenceCase(personalFieldLabel(name)),
							isChosen: true,
						})),
					)}
					${customFields.length > 0 &&
					choices(
						'Which custom fields of their deals are cleared?',
						'custom_fields',
						customFields.map((one) => ({
							name: one.key,
							label: one.name,
							isChosen: mayBePersonal(one),
						})),
					)}
					<p>
						The deals stay, with value, stage and dates, so that your reports stay right. The
						contact, their form submissions, and their data in events, logs and responses are
						removed in any case. <b>This cannot be undone.</b>
					</p>
					<div class="actions">
						<button class="danger">Erase this person</button>
						<a class="button quiet" href="${ERASURE}">Cancel</a>
					</div>`,
			)}
			${heldElsewhere('Who else has their data', found)}`,
	};
}

/** Returns the page that says what was removed. */
export function erasedPage(done: Erasure): Page {
	const underWay = underWaySentence(done);
	return {
		title: 'Erased',
		current: ERASURE,
		main: html`<section class="card">
				<h2>What was removed</h2>
				${countsOf(done)} ${underWay && html`<p class="fault" role="alert">${underWay}</p>`}
			</section>
			${heldElsewhere('What you have to remove elsewhere', done)}
			<p><a class="button quiet" href="${ERASURE}">Erase another person</a></p>`,
	};
}

function heldElsewhere(title: string, { still_held }: Erasure): Html {
	return html`<section class="card">
		<h2>${title}</h2>
		<ul>
			${still_held.map((sentence) => html`<li>${sentence}</li>`)}
		</ul>
	</section>`;
}

function countsOf(erasure: Erasure): Html {
	return html`<dl class="facts">
		${erasedCounts(erasure).map(
			({ label, count }) =>
				html`<dt>${label}</dt>
					<dd>${count.toLocaleString('en')}</dd>`,
		)}
	</dl>`;
}

type Choice = { name: string; label: string; isChosen: boolean };

function choices(legend: string, input: string, all: Choice[]): Html {
	return html`<fieldset class="card">
		<legend>${legend}</legend>
		<div class="choices small">
			${all.map(
				({ name, label, isChosen }) =>
					html`<label class="choice">
						<input type="checkbox" name="${input}" value="${name}" ${isChosen && html`checked`} />
						<span>${label}</span>
					</label>`,
			)}
		</div>
	</fieldset>`;
}
