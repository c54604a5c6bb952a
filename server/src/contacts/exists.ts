import type { Contact } from '../../../contract/types';
import { problem, type Refusal } from '../problems/problems';

/** Returns the refusal of an email address that another contact has. */
export function contactExists({ id, name, email }: Contact): Refusal {
	const called = name ?? 'A contact without a name';
	const detail = `"${called}" (${id}) has the email address ${email} already. Update that contact instead.`;
	return problem('contact_exists', detail, { params: { id, name: called, email } });
}
