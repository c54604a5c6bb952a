import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import type { Company, CompanyChange, CompanyDeletion } from '../../contract/types';
import { emptyField } from './emptyField';
import { clearFields, withGroups } from './fieldValues';
import { collection, fieldsToClearProperty, groupOf, shownFor } from './fields';
import { filters, readFilters } from './filters';
import { howMany, listFor } from './getMany';
import { forEachItem, type Resource } from './operation';
import { howFor } from './version';

const PATH = '/api-companies';

const changeable = fields(schemas.companyChange);
const clearable = changeable.filter(({ isClearable }) => isClearable);

/** Companies: reading, finding, changing, deleting. They are created with the deals and contacts that name them. */
export const companyResource: Resource = {
	name: 'Company',
	value: 'company',
	menu: [
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a company',
			description: 'Delete a company; its deals and contacts stay',
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a company',
			description: 'Get one company by its ID',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many companies',
			description: 'Find companies by name or domain, newest first',
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a company',
			description:
				'Change the name or domain of a company, for all deals and contacts that have it',
		},
	],
	properties: [
		...shownFor(
			'company',
			['get', 'update', 'delete'],
			[
				{
					displayName: 'Company ID',
					name: 'companyId',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. com_01k9m6t0x8j5z1cm7g9w2e6p0r',
					description:
						"The company's ID in Fluid, as a deal or contact has it, or as Get Many finds it",
				},
			],
		),
		...shownFor(
			'company',
			['update'],
			[
				groupOf(
					'Fields to Change',
					'changes',
					changeable,
					'Fields that are not listed here, or are empty, stay as they are',
				),
				collection('Options', 'options', [
					fieldsToClearProperty(clearable.map(({ key, label }) => ({ name: label, value: key }))),
				]),
			],
		),
		...shownFor('company', ['getAll'], [...howMany, filters(PATH)]),
	],
	operations: {
		get: forEachItem((context, fluid, item) =>
			fluid<Company>({ method: 'GET', path: pathOf(readCompanyId(context, item)) }),
		),
		getAll: forEachItem(async (context, fluid, item) =>
			listFor<Company>(context, fluid, item, PATH, readFilters(context, item, PATH)),
		),
		update: forEachItem((context, fluid, item) =>
			fluid<Company>({
				method: 'PATCH',
				path: pathOf(readCompanyId(context, item)),
				body: readChange(context, item),
			}),
		),
		delete: forEachItem(async (context, fluid, item) => {
			const id = readCompanyId(context, item);
			const call = { method: 'DELETE', path: pathOf(id), expects: 'company' } as const;
			// Nothing where a try before has deleted it, whose answer was lost.
			const deleted = await fluid<CompanyDeletion | undefined>(call);
			const touched = deleted && { deals: deleted.deals, contacts: deleted.contacts };
			return { id, deleted: true, ...touched };
		}),
	},
};

/**
 * Returns the ID of the company an item names.
 *
 * @throws NodeOperationError when it names none
 */
function readCompanyId(context: IExecuteFunctions, item: number): string {
	const id = String(context.getNodeParameter('companyId', item, '') ?? '').trim();
	if (id === '') throw emptyField(context, item, 'Company ID');
	return id;
}

function pathOf(id: string): string {
	return `${PATH}/${encodeURIComponent(id)}`;
}

/**
 * Returns what an item changes of a company.
 *
 * @throws NodeOperationError when it changes nothing
 */
function readChange(context: IExecuteFunctions, item: number): CompanyChange {
	const group = (name: string) => context.getNodeParameter(name, item, {}) as IDataObject;
	const change = withGroups(changeable, group('changes'), howFor(context));
	clearFields(change, group('options').clear);
	if (Object.keys(change).length > 0) return change as CompanyChange;
	throw new NodeOperationError(
		context.getNode(),
		'There is nothing to change for this item. Add a field under Fields to Change, or choose one under Fields to Clear.',
		{ itemIndex: item },
	);
}
