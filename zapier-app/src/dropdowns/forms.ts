import type { PlainInputField } from 'zapier-platform-core';
import { form } from '../../../contract/examples';
import type { Form } from '../../../contract/types';
import { dropdown } from './dropdown';
import { readDropdownPage } from './pages';

export const formList = dropdown({
	key: 'form_list',
	noun: 'Form',
	canPaginate: true,
	entries: async (z, bundle) => readDropdownPage<Form>(z, bundle, '/api-forms'),
	sample: { id: form.id, name: form.name },
});

/** What makes a field a choice of a lead form. */
export const chooseForm: Partial<PlainInputField> = {
	dynamic: 'form_list.id.name',
	altersDynamicFields: true,
};
