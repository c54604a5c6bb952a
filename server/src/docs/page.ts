import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calls } from '../../../contract/calls';
import { html, Html } from '../pages/html';
import { callAnchor } from './anchor';
import { callSection } from './callSection';
import { introduction } from './introduction';
import { problemsChapter } from './problemsChapter';
import { webhooksChapter } from './webhooksChapter';

/** The style sheet, which stands inside the page so that the page needs nothing else. */
export const style = readFileSync(join(__dirname, 'style.css'), 'utf8');

const groups = [...Map.groupBy(calls, ({ group }) => group)];

/** Returns the reference page, put together from the contract. */
export function docsPage(publicUrl: string, retryScheduleMs: readonly number[]): string {
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>Fluid API</title>
				${new Html(`<style>${style}</style>`)}
			</head>
			<body>
				<a class="skip" href="#start">Skip to the text</a>
				<header>
					<h1>Fluid API</h1>
					<p>Send leads in, act on deals and contacts, and hear of what happens.</p>
				</header>
				${contents()}
				<main>
					${introduction(publicUrl)}
					${groups.map(
						([group, own]) =>
							html`<h2 id="${chapterAnchor(group)}">${group}</h2>
								${own.map((call) => callSection(call, publicUrl))}`,
					)}
					${webhooksChapter(retryScheduleMs)} ${problemsChapter(publicUrl)}
				</main>
			</body>
		</html>`.toString();
}

function contents(): Html {
	return html`<nav aria-label="Contents">
		<ul>
			<li><a href="#start">Start here</a></li>
			<li><a href="#lists">Lists</a></li>
			<li><a href="#limits">Limits</a></li>
			${calls.map((call) => html`<li><a href="#${callAnchor(call)}">${call.title}</a></li>`)}
			<li><a href="#webhooks">Webhooks</a></li>
			<li><a href="#verify">Verify a delivery</a></li>
			<li><a href="#events">Events</a></li>
			<li><a href="#problems">Problems</a></li>
		</ul>
	</nav>`;
}

function chapterAnchor(group: string): string {
	return `calls-${group.toLowerCase()}`;
}
