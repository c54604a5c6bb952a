import { html, type Html, type Part } from '../../../html/html';
import type { Page } from '../../kit/layout';
import type { LeadForm } from '../../../forms/form';
import type { Question } from '../../../forms/questions';
import { formUrl } from '../../../forms/render';
import type { Spam } from '../../../forms/spamStore';
import type { ListedSubmission } from '../../../forms/submissions';
import { LIST, pathOf } from './paths';
import { shownCount } from './shownCount';
import { plainSnippet, scriptSnippet } from './snippets';
import { spamTable } from './spamTable';
import { submissionTable } from './submissionTable';
import type { PageContext } from '../../kit/pageContext';

/** What the page of a form shows. */
export type FormOverview = {
	form: LeadForm;
	questions: Question[];
	publicUrl: string;
	submissions: ListedSubmission[];
	/** How many there are in all. */
	count: number;
	/** Where older ones begin; null when these are the last. */
	older: string | null;
	/** What is kept of what was taken for spam. */
	spam: Spam[];
	now: Date;
};

/** Returns the page of a form: how to put it into a website, and what was sent through it. */
export function formPage(pageContext: PageContext, overview: FormOverview): Page {
	const { form, publicUrl } = overview;
	const path = pathOf(form.id);
	const link = formUrl(publicUrl, form.id);
	return {
		title: form.name,
		current: LIST,
		main: html`<p class="inline">
				<a class="button" href="${path}/edit">Edit</a>
				<a class="button quiet" href="${link}">Open the form</a>
				<a class="button quiet" href="${path}/delete">Delete</a>
			</p>
			${embedding(overview, link)} ${submissionList(overview)}
			${overview.spam.length > 0 && spamTable(pageContext, overview)}`,
	};
}

function embedding({ form, questions, publicUrl }: FormOverview, link: string): Html {
	return html`<h2>Put it on your website</h2>
		${snippet({
			id: 'script-snippet',
			title: 'In a page, with a script',
			help: 'Shows the form where you paste this line, in the style of the page. Paste one line for each form.',
			text: scriptSnippet(publicUrl, form),
			rows: 2,
		})}
		${snippet({
			id: 'link-snippet',
			title: 'As a page of its own',
			help: 'Send this link, or show the page in a frame. Works without JavaScript.',
			text: link,
			rows: 1,
		})}
		${form.takes_plain &&
		snippet({
			id: 'plain-snippet',
			title: 'As plain HTML',
			help: 'For pages without JavaScript; change its look as you like, but keep the names. Fill in utm_source and the like if you know them.',
			text: plainSnippet(publicUrl, form, questions),
			rows: 8,
		})}`;
}

type Snippet = { id: string; title: string; help: string; text: string; rows: number };

function snippet({ id, title, help, text, rows }: Snippet): Html {
	return html`<section class="snippet">
		<h3><label for="${id}">${title}</label></h3>
		<p class="help" id="${id}-help">${help}</p>
		<textarea id="${id}" class="code" rows="${rows}" readonly aria-describedby="${id}-help">
${text}</textarea
		>
		<button type="button" class="quiet with-script-only" data-copy="#${id}">Copy</button>
	</section>`;
}

function submissionList({ form, questions, submissions, count, older, now }: FormOverview): Part {
	return html`<h2>Submissions</h2>
		<p>
			${count === 1 ? '1 submission' : `${shownCount(count)} submissions`}, and
			${form.spam === 1 ? '1 that was' : `${form.spam} that were`} marked as spam and created no
			deal.
		</p>
		${submissions.length > 0
			? submissionTable(submissions, questions, now)
			: html`<p class="empty">
					Nothing was sent yet. Put the form on your website as above, or open it and send it once
					to see how it works.
				</p>`}
		${older && html`<p><a href="${pathOf(form.id)}?before=${older}">Older submissions</a></p>`}`;
}
