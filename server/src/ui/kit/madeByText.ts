import { html, type Part } from '../../html/html';
import { runPath } from '../settings/runs/paths';

type Made = { made_by: string | null; run_id: string | null; undo?: number };

/** Returns what made a change, e.g. "By API key n8n Acme, run 4711"; nothing of one of before this was noted. */
export function madeByText({ made_by, run_id, undo = 0 }: Made, names: Map<string, string>): Part {
	const by = made_by === null ? null : `By ${makerText(made_by, names)}`;
	if (run_id === null) return by;
	const run = html`run <a href="${runPath(run_id)}">${run_id}</a>`;
	if (undo === 1) return html`Undoing ${run}${by && `, ${lowered(by)}`}`;
	return html`${by && `${by}, `}${run}`;
}

/** Returns what has an id in words, e.g. "API key n8n Acme". */
function makerText(madeBy: string, names: Map<string, string>): string {
	if (madeBy === 'person') return 'hand';
	if (madeBy === 'command') return 'the fluid command';
	const name = names.get(madeBy);
	if (madeBy.startsWith('frm_'))
		return name === undefined ? 'a lead form that was deleted' : `lead form ${name}`;
	return `API key ${name ?? madeBy}`;
}

function lowered(text: string): string {
	return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
