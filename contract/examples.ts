import contactSchema from './schemas/contact.schema.json';
import dealSchema from './schemas/deal.schema.json';
import formSchema from './schemas/form.schema.json';
import submissionSchema from './schemas/submission.schema.json';
import type { Contact, Deal, Form, Submission } from './types';

/** Ada Lovelace. */
export const contact = contactSchema.examples[0] as Contact;
/** Ada Lovelace's deal. */
export const deal = dealSchema.examples[0] as Deal;
/** The form *Contact us*. */
export const form = formSchema.examples[0] as Form;
/** Ada Lovelace's submission of that form. */
export const submission = submissionSchema.examples[0] as Submission;
