import type { InputError } from '../../../../contract/types';
import { Refusal } from '../../problems/problems';
import { html, type Html } from '../../html/html';

/** What is wrong with a form that was sent: its sentence by the place in the input, e.g. `/url`. */
export type FormFaults = ReadonlyMap<string, string>;

/** A form that nobody has sent yet has none. */
export const NO_FAULTS: FormFaults = new Map();

/**
 * Returns what a refusal says of the input.
 *
 * @throws the reason itself when it is not about the input
 */
export function faultsOf(reason: unknown): FormFaults {
	if (!(reason instanceof Refusal) || reason.status !== 422) throw reason;
	const errors: InputError[] = reason.more.errors ?? [{ pointer: '', detail: reason.message }];
	return new Map(errors.map(({ pointer, detail }) => [pointer, detail]));
}

/** Returns what stands above a form that was refused; nothing when there is no fault. */
export function faultSummary(faults: FormFaults): Html | undefined {
	if (faults.size === 0) return undefined;
	const general = faults.get('');
	return html`<p class="fault" role="alert">
		${general ?? 'Nothing was saved yet. Correct what is marked below and try again.'}
	</p>`;
}
