import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import { when } from '../../kit/time';
import type { LeadForm } from '../../../forms/form';
import { textsIn } from '../../../forms/posted';
import type { Question } from '../../../forms/questions';
import { MOST_KEPT, type Spam } from '../../../forms/spamStore';
import { pathOf } from './paths';
import type { PageContext } from '../../kit/pageContext';

/** What the list of spam shows. */
export type SpamList = { form: LeadForm; questions: Question[]; spam: Spam[]; now: Date };

/** Returns what was taken for spam, each with the button that makes a deal of it after all. */
export function spamTable(
	pageContext: PageContext,
	{ form, questions, spam, now }: SpamList,
): Html {
	return html`<details class="unfold">
		<summary class="button quiet">Show submissions marked as spam</summary>
		<p class="help">
			Only the newest ${MOST_KEPT} are kept. If a person sent one, create a deal from it.
		</p>
		<table class="rows">
			<thead>
				<tr>
					<th scope="col">Sent</th>
					<th scope="col">Answers</th>
					<th scope="col"><span class="hidden">Actions</span></th>
				</tr>
			</thead>
			<tbody>
				${spam.map(
					(one) =>
						html`<tr>
							<td data-label="Sent">${when(one.submitted_at, now)}</td>
							<td>${answers(one, questions)}</td>
							<td class="acts">
								${formTo(
									pageContext,
									`${pathOf(form.id)}/spam/${one.id}`,
									html`<button class="quiet">Create a deal</button>`,
								)}
							</td>
						</tr>`,
				)}
			</tbody>
		</table>
	</details>`;
}

function answers({ posted }: Spam, questions: Question[]): Html {
	return html`<dl class="answers">
		${questions.map(({ name, label }) => {
			const texts = textsIn(posted, name);
			return (
				texts.length > 0 &&
				html`<dt>${label}</dt>
					<dd dir="auto">${texts.join(', ')}</dd>`
			);
		})}
	</dl>`;
}
