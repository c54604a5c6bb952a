import { plainDealFields } from '../../../../contract/plainDealFields';
import type { Contact, Deal } from '../../../../contract/types';
import { type FormFaults, faultSummary } from '../kit/faults';
import { formTo } from '../kit/form';
import { field as labelled } from '../kit/field';
import { html, type Html } from '../../html/html';
import type { Page } from '../kit/layout';
import { marksInput, type Values } from '../kit/merge';
import { choosePipeline } from '../kit/choosePipeline';
import type { LoadedPipeline } from '../../pipelines/store';
import { type Control, control, customControl, faultOf } from './controls';
import type { PageContext } from '../kit/pageContext';
import type { FilledDeal } from './filledForm';

/** Returns the page that makes a deal: little is asked, the rest can be added on its own page. */
export function newDealPage(
	pageContext: PageContext,
	{
		pipelines,
		pipeline,
		filled,
	}: { pipelines: LoadedPipeline[]; pipeline: LoadedPipeline; filled: FilledDeal },
): Page {
	const required = pipeline.fields.filter((field) => field.required);
	const usable = pipelines.filter(({ stages }) => stages.length > 0);
	return {
		title: 'New deal',
		current: '/deals',
		main: html`<div class="card">
			${faultSummary(leftOver(filled))} ${choosePipeline('/deals/new', usable, pipeline)}
			${formTo(
				pageContext,
				'/deals/new',
				html`<input type="hidden" name="pipeline" value="${pipeline.id}" />
					${control(filled, 'name', { help: '', isRequired: true })}
					<div class="pairs">
						${control(filled, 'value', { help: '' })} ${control(filled, 'currency', { help: '' })}
					</div>
					${stageControl(filled, pipeline)}
					${otherFields.map((name) => control(filled, name, helps[name] ?? {}))}
					<div class="pairs">
						${control(filled, 'contact.name', { help: '' })}
						${control(filled, 'contact.email', {
							label: 'Contact email',
							help: 'If a contact has this address already, the deal goes to that contact.',
						})}
					</div>
					${control(filled, 'company.name', { help: '' })}
					${required.map((field) => customControl(filled, field))}
					<input type="hidden" name="form_id" value="${String(filled.form.form_id ?? '')}" />
					<div class="actions">
						<button>Create deal</button>
						<a class="button quiet" href="/deals?pipeline=${pipeline.id}">Cancel</a>
					</div>`,
			)}
		</div>`,
	};
}

/** What the page that changes a deal depends on. */
export type EditView = {
	deal: Deal;
	pipeline: LoadedPipeline;
	filled: FilledDeal;
	/** What is saved as the form is shown. */
	saved: Values;
	/** What to say when somebody else has changed the same. */
	conflict?: Html | undefined;
};

/** Returns the page that changes everything a person can say of a deal. */
export function editDealPage(
	pageContext: PageContext,
	{ deal, pipeline, filled, saved, conflict }: EditView,
): Page {
	const { fields } = pipeline;
	const contactHelp = deal.contact
		? html`A different address means a different person, who then gets the deal.
				<a href="/deals/${deal.id}/contact">Correct this contact's address</a> instead.`
		: 'If a contact has this address already, the deal goes to that contact.';
	return {
		title: `Edit "${deal.name}"`,
		current: '/deals',
		main: html`${conflict} ${faultSummary(leftOver(filled))}
		${formTo(
			pageContext,
			`/deals/${deal.id}/edit`,
			html`${marksInput(saved)}
				${group(
					'Deal',
					html` ${control(filled, 'name', { help: '', isRequired: true })}
						<div class="pairs">
							${control(filled, 'value', { help: '' })} ${control(filled, 'currency', { help: '' })}
						</div>
						${stageControl(filled, pipeline)}
						${deal.status === 'lost' && control(filled, 'lost_reason', { help: '' })}
						${control(filled, 'labels', {
							help: 'Separated by commas, e.g. cold email, priority.',
						})}
						<div class="pairs">
							${control(filled, 'owner_email', { help: '' })}
							${control(filled, 'source', { help: '' })}
						</div>
						${otherFields.map((name) => control(filled, name, helps[name] ?? {}))}`,
				)}
				${fields.length > 0 &&
				group(
					'Custom fields',
					fields.map((field) => customControl(filled, field)),
				)}
				${group(
					'Contact',
					html` <div class="pairs">
							${control(filled, 'contact.name', { help: '' })}
							${control(filled, 'contact.email', { help: contactHelp })}
						</div>
						<div class="pairs">
							${control(filled, 'contact.phone', { type: 'tel', help: '' })}
							${control(filled, 'contact.title', { help: '' })}
						</div>
						${control(filled, 'contact.linkedin_url', { help: '' })}
						<p class="help">Clear all of these to remove the contact from the deal.</p>`,
				)}
				${group(
					'Company',
					html`<div class="pairs">
						${control(filled, 'company.name', { help: '' })}
						${control(filled, 'company.domain', {
							help: 'A company is found by its domain, else by its name.',
						})}
					</div>`,
				)}
				${group(
					'Reminder',
					html`<div class="pairs">
						${control(filled, 'reminder.at', {
							label: 'When (UTC)',
							help: 'Clear it to remove the reminder.',
						})}
						${control(filled, 'reminder.note', { help: '' })}
					</div>`,
				)}
				<div class="actions">
					<button>Save</button>
					<a class="button quiet" href="/deals/${deal.id}">Cancel</a>
				</div>`,
		)}`,
	};
}

/** What stands above in the group, and the ID by which another system knows the deal. */
const PLACED = ['value', 'labels', 'owner_email', 'source', 'external_id'];

/** What is said of a field here, where the contract says how the API wants it. */
const helps: Partial<Record<string, Control>> = {
	conversation_links: {
		help: 'One per line: the address, and behind it what to call it, e.g. https://app.smartlead.ai/inbox/4711 Smartlead.',
	},
};

const otherFields = plainDealFields.map(({ key }) => key).filter((key) => !PLACED.includes(key));

/** Returns the page that corrects a contact, for all of its deals. */
export function editContactPage(
	pageContext: PageContext,
	{ deal, contact, filled, saved, conflict }: Omit<EditView, 'pipeline'> & { contact: Contact },
): Page {
	return {
		title: `Edit ${contact.name ?? contact.email ?? 'the contact'}`,
		current: '/deals',
		main: html`${conflict}
			<div class="card">
				${faultSummary(leftOver(filled))}
				<p class="help">Every deal of this contact shows the change.</p>
				${formTo(
					pageContext,
					`/deals/${deal.id}/contact`,
					html`${marksInput(saved)} ${control(filled, 'contact.name', { help: '' })}
						${control(filled, 'contact.email', { help: '' })}
						${control(filled, 'contact.phone', { type: 'tel', help: '' })}
						${control(filled, 'contact.title', { help: '' })}
						${control(filled, 'contact.linkedin_url', { help: '' })}
						<div class="actions">
							<button>Save contact</button>
							<a class="button quiet" href="/deals/${deal.id}">Cancel</a>
						</div>`,
				)}
			</div>`,
	};
}

function group(title: string, content: Html | Html[]): Html {
	return html`<fieldset class="card">
		<legend>${title}</legend>
		${content}
	</fieldset>`;
}

function stageControl({ form, faults }: FilledDeal, { stages }: LoadedPipeline): Html {
	const text = { name: 'stage_id', label: 'Stage', fault: faultOf(faults, 'stage_id') };
	return labelled(
		text,
		(attributes) =>
			html`<select ${attributes}>
				${stages.map(
					({ id, name }) =>
						html`<option value="${id}" ${id === form.stage_id && html`selected`}>${name}</option>`,
				)}
			</select>`,
	);
}

/** A fault without a field of its own is shown above the form. */
function leftOver({ faults, form }: FilledDeal): FormFaults {
	const isShown = (pointer: string) => {
		const name = pointer.slice(1).replaceAll('/', '.');
		return Object.keys(form).some((each) => name === each || name.startsWith(`${each}.`));
	};
	const hidden = [...faults].filter(([pointer]) => pointer !== '' && !isShown(pointer));
	const [first] = hidden;
	return first && !faults.has('') ? new Map([...faults, ['', first[1]]]) : faults;
}
