import { html, type Html, type Part } from '../html/html';
import { formMarkup } from './formMarkup';
import type { LeadForm } from './form';
import type { FilledForm } from './questionMarkup';
import type { Question } from './questions';

/** What the hosted page of a form shows. */
export type HostedPage = {
	form: LeadForm;
	questions: Question[];
	filled: Omit<FilledForm, 'prefix'>;
	/** What is to be said before the form is sent again. */
	notice?: string;
	/** Inputs nobody sees: the token, and where the visit came from. */
	hidden: Record<string, string | null>;
};

/** Returns the page of a form. Works without JavaScript. */
export function hostedPage({ form, questions, filled, notice, hidden }: HostedPage): string {
	const { faults } = filled;
	const title = form.heading || form.name;
	return visitorsPage(
		faults.length > 0 ? `Please check: ${title}` : title,
		html`<h1>${title}</h1>
			${notice && html`<p class="notice" role="alert">${notice}</p>`}
			${faults.length > 0 && html`<p class="notice" role="alert">${summary(faults.length)}</p>`}
			<form method="post" action="/f/${form.id}" novalidate aria-label="${title}">
				${Object.entries(hidden).map(
					([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}" />`,
				)}
				${formMarkup(form, questions, { ...filled, prefix: 'f-' })}
			</form>`,
	);
}

/** Returns the page after sending. */
export function thankYouPage({ thank_you }: LeadForm): string {
	return visitorsPage(
		'Thank you',
		html`<h1>Thank you</h1>
			<p class="thanks" role="status">${thank_you}</p>`,
	);
}

/** Returns a page that says why there is no form here. */
export function noFormPage(title: string, sentence: string): string {
	return visitorsPage(
		title,
		html`<h1>${title}</h1>
			<p>${sentence}</p>`,
	);
}

function summary(count: number): string {
	return count === 1
		? 'Nothing was sent yet: please correct the answer marked below.'
		: `Nothing was sent yet: please correct the ${count} answers marked below.`;
}

function visitorsPage(title: string, main: Part): string {
	const page: Html = html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>${title}</title>
				<link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
				<link rel="stylesheet" href="/form.css" />
			</head>
			<body class="fluid-page">
				<main class="fluid-form">${main}</main>
			</body>
		</html>`;
	return page.toString();
}
