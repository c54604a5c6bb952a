import { contactInputField, dealInputField, withoutHeading } from '../fields/inputFields';

/** Everything of a contact, its company included. */
export const contactFields = [
	...['email', 'name', 'first_name', 'last_name', 'phone', 'title', 'linkedin_url'].map((key) =>
		contactInputField(key),
	),
	...['company_name', 'company_domain'].map((key) => withoutHeading(dealInputField(key))),
];
