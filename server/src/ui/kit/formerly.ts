import type { Renamed } from '../../../../contract/formerNames';
import { html, type Html } from '../../html/html';

const MOST_SHOWN = 3;

/** Returns what something was called before, the latest first, or nothing; integrations that send such a name find it. */
export function formerly({ former_names = [] }: Pick<Renamed, 'former_names'>): Html | false {
	if (former_names.length === 0) return false;
	const shown = former_names.slice(0, MOST_SHOWN).join(', ');
	const more = former_names.length > MOST_SHOWN ? ', ...' : '';
	return html`<span class="faint" title="Integrations that send an earlier name still find it"
		>formerly ${shown}${more}</span
	>`;
}
