import type { Submission } from '../../../contract/types';
import type { Ingest } from '../deals/ingest';
import { readAnswers } from './answers';
import { loadQuestions } from './availableFields';
import type { LeadForm } from './form';
import { INPUTS } from './names';
import { isTicked } from './posted';
import { listSpam, removeSpam } from './spamStore';
import { submit } from './submit';
import { trackingOf } from './tracking';

/** What became of it: the submission, or the sentence that says why it can be none. */
export type Accepted = { submission: Submission } | { fault: string };

/** Makes of something that was taken for spam the submission it would have been. */
export async function acceptSpam(context: Ingest, form: LeadForm, id: string): Promise<Accepted> {
	const { transaction } = context;
	const found = (await listSpam(transaction, form)).find((one) => one.id === id);
	if (!found) return { fault: 'It no longer exists. Check whether its deal was already created.' };
	const { posted } = found;
	const questions = await loadQuestions(transaction, form);
	const { values, faults } = readAnswers(questions, posted);
	if (faults[0]) return { fault: `It cannot become a deal as it is: ${faults[0].detail}` };

	const submission = await submit(context, form, {
		questions,
		values,
		tracking: trackingOf(posted, undefined),
		consent: isTicked(posted, INPUTS.consent) ? form.consent_text : null,
		once: { key: `spam ${id}`, bodyHash: '' },
	});
	await removeSpam(transaction, form, id);
	return { submission };
}
