import type { Deal } from '../../../../contract/types';
import { formTo } from '../kit/form';
import { html, type Html } from '../../html/html';
import type { LoadedPipeline } from '../../pipelines/store';
import type { PageContext } from '../kit/pageContext';

/** A deal to act on, and the page to go back to afterwards. */
export type Acting = { deal: Deal; pipelines: LoadedPipeline[]; back: string };

/** Returns the forms that move a deal, mark it won or lost, or open it again. */
export function actForms(pageContext: PageContext, acting: Acting): Html {
	const { deal } = acting;
	return html`<div class="act-forms">
		${moveForm(pageContext, acting)}
		${deal.status === 'open'
			? [won(pageContext, acting), lost(pageContext, acting)]
			: reopen(pageContext, acting)}
	</div>`;
}

/** Stages of the deal's own pipeline stand first; those of the others are under their pipeline's name. */
function moveForm(pageContext: PageContext, { deal, pipelines, back }: Acting): Html {
	const own = pipelines.filter(({ id }) => id === deal.pipeline_id);
	const others = pipelines.filter(({ id, stages }) => id !== deal.pipeline_id && stages.length > 0);
	const options = ({ stages }: LoadedPipeline) =>
		stages.map(
			({ id, name }) =>
				html`<option value="${id}" ${id === deal.stage_id && html`selected`}>${name}</option>`,
		);
	return formTo(
		pageContext,
		`/deals/${deal.id}/move`,
		html`<input type="hidden" name="back" value="${back}" />
			<label
				><span>Move to</span>
				<select name="stage_id">
					${own.map(options)}
					${others.map(
						(pipeline) => html`<optgroup label="${pipeline.name}">${options(pipeline)}</optgroup>`,
					)}
				</select></label
			>
			<button class="quiet">Move</button>`,
		{ className: 'inline' },
	);
}

function won(pageContext: PageContext, { deal, back }: Acting): Html {
	return status(pageContext, {
		deal,
		back,
		status: 'won',
		content: html`<button class="won">Mark as won</button>`,
	});
}

function lost(pageContext: PageContext, { deal, back }: Acting): Html {
	const content = html`<label
			><span>Why it was lost (optional)</span>
			<input name="lost_reason" maxlength="500" placeholder="e.g. No budget"
		/></label>
		<button class="quiet">Mark as lost</button>`;
	return status(pageContext, { deal, back, status: 'lost', content });
}

function reopen(pageContext: PageContext, { deal, back }: Acting): Html {
	return status(pageContext, {
		deal,
		back,
		status: 'open',
		content: html`<button class="quiet">Reopen</button>`,
	});
}

type StatusForm = { deal: Deal; back: string; status: Deal['status']; content: Html };

function status(pageContext: PageContext, form: StatusForm): Html {
	return formTo(
		pageContext,
		`/deals/${form.deal.id}/status`,
		html`<input type="hidden" name="back" value="${form.back}" />
			<input type="hidden" name="status" value="${form.status}" />
			${form.content}`,
		{ className: 'inline' },
	);
}
