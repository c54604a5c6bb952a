import type { FormFaults } from '../kit/faults';

/** A form of a deal as it was filled in: text by the field's place, e.g. `contact.email`; lists of options as lists. */
export type DealForm = Record<string, string | string[]>;

/** A form with its values and what is wrong with them. */
export type FilledDeal = { form: DealForm; faults: FormFaults };
