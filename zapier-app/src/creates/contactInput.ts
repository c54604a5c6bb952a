import type { ContactChange } from '../../../contract/types';
import { asList, givenValues, isGiven } from '../fields/values';

/** Returns the contact that the fields of a Zap describe: empty fields are absent, fields to clear are null. */
export function contactInput(inputData: Record<string, unknown>): ContactChange {
	const { run_id: _run, contact_id: _id, clear_fields, ...inputs } = inputData;
	const { company_name, company_domain, ...contact } = given(inputs);
	const company = given({ name: company_name, domain: company_domain });
	const cleared = asList(clear_fields).map((name) => [name, null]);
	return {
		...contact,
		...(isGiven(company.name) || isGiven(company.domain) ? { company } : {}),
		...Object.fromEntries(cleared),
	};
}

function given(values: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(givenValues(values));
}
