import { eventNames, events } from '../../../../../contract/events';
import { schemas } from '../../../../../contract/schemas';
import { faultSummary, type FormFaults } from '../../kit/faults';
import { field } from '../../kit/field';
import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import { marksInput, type Values } from '../../kit/merge';
import { sentenceCase } from '../../../html/sentenceCase';
import type { Sealed } from '../../../secrets/secrets';
import type { Choices } from './choices';
import { filterControls } from './filterFields';
import { KEPT_AUTH_HEADER, type WebhookForm } from './formInput';
import { CALLED, DELIVERY_WORDS, eventTitle } from './words';
import type { PageContext } from '../../kit/pageContext';

const { name, url, auth_header } = schemas.webhookInput.properties;

/** What the form depends on. */
export type FormPage = {
	pageContext: PageContext;
	action: string;
	back: string;
	/** What the button does. */
	act: string;
	form: WebhookForm;
	faults: FormFaults;
	choices: Choices;
	/** Whether a token is stored that can be kept. */
	hasAuthHeader: boolean;
	/** Whether it sends nothing and needs no URL. */
	isPulled?: boolean;
	/** The one that was typed before the form was refused. */
	typedAuthHeader: Sealed | undefined;
	/** The id a new webhook will have. */
	id?: string;
	/** What is saved of the webhook that is edited, as the form is shown. */
	saved?: Values;
	/** What to say when somebody else has changed the same. */
	conflict?: Html | undefined;
};

/** Returns the form that adds or edits a webhook. */
export function webhookForm(page: FormPage): Html {
	const { pageContext, action, back, act, form, faults, choices, id, saved } = page;
	return html`${page.conflict} ${faultSummary(faults)}
	${formTo(
		pageContext,
		action,
		html`${id && html`<input type="hidden" name="id" value="${id}" />`}
			${saved && marksInput(saved)}
			<section class="card">
				${field(
					{
						name: 'name',
						label: sentenceCase(name.title),
						help: name.description,
						fault: faults.get('/name'),
					},
					(attributes) =>
						html`<input
							${attributes}
							value="${form.name}"
							maxlength="${name.maxLength}"
							autocomplete="off"
						/>`,
				)}
				${field(
					{
						name: 'url',
						label: sentenceCase(url.title),
						help: page.isPulled ? 'Not needed: its receiver fetches the events.' : url.description,
						fault: faults.get('/url'),
					},
					(attributes) =>
						html`<input
							${attributes}
							type="text"
							inputmode="url"
							autocapitalize="off"
							value="${form.url}"
							placeholder="https://"
							maxlength="${url.maxLength}"
							autocomplete="off"
							${page.isPulled ? false : html`required`}
						/>`,
				)}
			</section>
			${eventFields(form, faults)} ${filterControls(form, faults, choices)}
			${howFields(form, faults)}
			<section class="card">${authHeaderFields(page)}</section>
			<div class="actions">
				<button>${act}</button> <a class="button quiet" href="${back}">Cancel</a>
			</div>`,
	)}`;
}

function eventFields(form: WebhookForm, faults: FormFaults): Html {
	const isWrong = [...faults.keys()].some((pointer) => pointer.startsWith('/events'));
	return html`<fieldset class="card events" ${isWrong && html` aria-describedby="events-fault"`}>
		<legend>Events</legend>
		<p class="help">Choose one or more. Each is sent as soon as it happens.</p>
		${isWrong && html`<p class="invalid" id="events-fault">Choose at least one event.</p>`}
		<div class="choices">
			${eventNames.map(
				(event) =>
					html`<div class="choice">
						<input
							type="checkbox"
							id="${event}"
							name="events"
							value="${event}"
							aria-describedby="${event}-help"
							${form.events.includes(event) && html`checked`}
						/>
						<div>
							<label for="${event}">${eventTitle(event)}</label>
							<p class="help" id="${event}-help">${events[event].description}</p>
						</div>
					</div>`,
			)}
		</div>
	</fieldset>`;
}

function howFields(form: WebhookForm, faults: FormFaults): Html {
	const select = (name: 'deliver' | 'ordering') =>
		field(
			{
				name,
				label: CALLED[name],
				help: HELP[name],
				fault: faults.get(`/${name}`),
			},
			(attributes) =>
				html`<select ${attributes}>
					${Object.entries(DELIVERY_WORDS[name]).map(
						([value, words]) =>
							html`<option value="${value}" ${value === form[name] && html`selected`}>
								${words}
							</option>`,
					)}
				</select>`,
		);
	return html`<section class="card">
		<h2>Delivery</h2>
		${select('deliver')} ${select('ordering')}
	</section>`;
}

const HELP = {
	deliver:
		'A deal that is moved and won fires three events. They can come one by one, or together as one delivery with all of them in it.',
	ordering:
		'In order, the next event of a deal or contact waits until the one before has arrived, was given up or was skipped. Others do not wait for it.',
};

function authHeaderFields({ form, faults, hasAuthHeader, typedAuthHeader }: FormPage): Html {
	const isWrong = faults.has('/auth_header');
	const text = {
		name: 'auth_header',
		label: sentenceCase(auth_header.title),
		help: html`${auth_header.description}
		${typedAuthHeader
			? html`<strong>What you typed is kept: leave this empty to use it.</strong>`
			: hasAuthHeader && html`<strong>One is stored: leave this empty to keep it.</strong>`}`,
		fault: isWrong
			? 'Use up to 2,000 letters, digits and symbols (plain ASCII), on one line. Type it again or leave it empty.'
			: undefined,
	};
	return html`${field(
		text,
		(attributes) =>
			html`<input
				${attributes}
				type="password"
				autocomplete="off"
				placeholder="${typedAuthHeader ? 'kept' : hasAuthHeader ? 'stored' : ''}"
			/>`,
	)}
	${typedAuthHeader &&
	html`<input type="hidden" name="${KEPT_AUTH_HEADER}" value="${typedAuthHeader}" />`}
	${hasAuthHeader &&
	html`<label class="choice">
		<input type="checkbox" name="remove_auth_header" ${form.removesAuthHeader && html`checked`} />
		Remove the stored one
	</label>`}`;
}
