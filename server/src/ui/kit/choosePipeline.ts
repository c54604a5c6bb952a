import { html, type Html } from '../../html/html';
import type { LoadedPipeline } from '../../pipelines/store';

/** More pipelines than these are chosen from a list: as tabs they would push the page down. */
const MOST_TABS = 8;

/** Returns what leads to the same page for another pipeline, `?pipeline=` behind its path; nothing for only one. */
export function choosePipeline(
	path: string,
	pipelines: LoadedPipeline[],
	chosen: LoadedPipeline,
): Html | undefined {
	if (pipelines.length < 2) return undefined;
	return pipelines.length > MOST_TABS
		? list(path, pipelines, chosen)
		: tabs(path, pipelines, chosen);
}

function tabs(path: string, pipelines: LoadedPipeline[], chosen: LoadedPipeline): Html {
	return html`<nav class="tabs" aria-label="Pipeline">
		${pipelines.map(
			({ id, name }) =>
				html`<a href="${path}?pipeline=${id}" ${id === chosen.id && html`aria-current="page"`}
					>${name}</a
				>`,
		)}
	</nav>`;
}

function list(path: string, pipelines: LoadedPipeline[], chosen: LoadedPipeline): Html {
	return html`<form class="inline" action="${path}">
		<label
			><span>Pipeline</span>
			<select name="pipeline">
				${pipelines.map(
					({ id, name }) =>
						html`<option value="${id}" ${id === chosen.id && html`selected`}>${name}</option>`,
				)}
			</select></label
		>
		<button class="quiet">Show</button>
	</form>`;
}
