import { nameKey } from '../../../contract/identity';
import type { Company, CompanyInput, DealInput } from '../../../contract/types';
import type { Reader } from '../database/database';
import { newId } from '../values/ids';
import { invalidInput } from '../problems/problems';
import { inQuotes } from '../../../contract/nearest';
import { isDomain } from '../values/domain';
import { webDomain, webDomainKey } from '../values/webDomain';
import { findCompany } from './store';

/** Shorter than in any domain there is. */
const TOP_LEVEL = /\.[^.]{2,}$/;

/** What will become of a company: nothing is written yet. */
export type CompanyPlan = { company: Company; isNew: boolean; isChanged: boolean };

/**
 * Returns the company an input means, found by domain, else by name, or made.
 *
 * @param rule whether what is sent takes the place of what a known company has, or only fills what it lacks
 * @throws invalid_input when a new company would have no name, or the domain is none
 */
export async function planCompany(
	reader: Reader,
	workspaceId: string,
	input: string | CompanyInput,
	rule: DealInput['contact_rule'] = 'overwrite',
): Promise<CompanyPlan> {
	const { name, domain: givenDomain } =
		typeof input === 'string' ? { name: input, domain: undefined } : input;
	const domain = givenDomain ? checkedDomain(givenDomain, '/company/domain') : givenDomain;
	const found = await findCompany(reader, workspaceId, { name, domain });
	if (found) {
		const fills = rule === 'fill';
		const keepsName = fills || name === undefined || isSame(name, found.name, nameKey);
		const keepsDomain =
			domain === undefined ||
			isSame(domain, found.domain, webDomainKey) ||
			(fills && found.domain !== null);
		const company = {
			id: found.id,
			name: keepsName ? found.name : name.trim(),
			domain: keepsDomain ? found.domain : domain,
		};
		const isChanged = company.name !== found.name || company.domain !== found.domain;
		return { company, isNew: false, isChanged };
	}
	const newName = name?.trim() ?? domain;
	if (!newName) {
		throw invalidInput([
			{
				pointer: '/company/name',
				detail: 'A new company needs a name. Give its name or its domain.',
				code: 'needs_one_of',
				params: { names: ['name', 'domain'] },
			},
		]);
	}
	return {
		company: { id: newId('com'), name: newName, domain: domain ?? null },
		isNew: true,
		isChanged: false,
	};
}

/** A company keeps its spelling when it is named in another one. */
function isSame(given: string | null, known: string | null, keyOf: (text: string) => string) {
	return given !== null && known !== null && keyOf(given) === keyOf(known);
}

/**
 * Returns a web domain as it is stored. Fillers such as "n/a" and "-" are no domains: everybody with the same one would be
 * one company.
 *
 * @param pointer where it stands in the input
 * @throws invalid_input when it is none
 */
export function checkedDomain(text: string, pointer: string): string {
	const key = webDomainKey(text);
	if (isDomain(key) && TOP_LEVEL.test(key)) return webDomain(text);
	const detail = `"domain" is ${inQuotes(text)}, which is not a web domain. Write it like acme.example, or leave it out.`;
	const params = { format: 'domain' };
	throw invalidInput([{ pointer, detail, code: 'wrong_form', params }]);
}
