import { renamedOptions } from '../../../contract/formerNames';
import type { CustomField } from '../../../contract/types';
import type { FormerOptions } from '../pipelines/formerNames';
import type { Application } from './application';
import { renamedSince, whyUnclear } from './nameHere';
import { inWantedOrder } from './order';

/** The options that a field gets, and which of them are one of before under another name. */
export type WantedOptions = { options: string[]; renamed: FormerOptions };

/**
 * Returns the options that a field gets by a blueprint. One that was renamed since is meant by its earlier name, and keeps
 * the name it has unless renaming is wanted.
 *
 * @param title the field, as a sentence names it
 */
export function optionsAfter(
	{ isDeleting, isRenaming, kept, otherNames, refusals }: Application,
	present: CustomField,
	given: string[],
	title: string,
): WantedOptions {
	const renamed: FormerOptions = [];
	const wanted = given.map((name) => {
		const meant = renamedSince(name, renamedOptions(present), given);
		const [option] = meant;
		if (!option) return name;
		if (meant.length > 1 || renamed.some((one) => one.name === option.name))
			refusals.push(whyUnclear('Option', `"${name}" of ${title}`, meant));
		renamed.push({ name: option.name, option: name });
		if (isRenaming) return name;
		otherNames.push(`Option "${name}" of ${title} is called "${option.name}" here`);
		return option.name;
	});
	const inNewNames = present.options.map(
		(option) => (isRenaming && renamed.find(({ name }) => name === option)?.option) || option,
	);
	if (!isDeleting)
		kept.push(
			...inNewNames
				.filter((option) => !wanted.includes(option))
				.map((option) => `option "${option}" of ${title}`),
		);
	const all = [...new Set([...inNewNames, ...wanted])];
	return {
		options: isDeleting ? wanted : inWantedOrder(all, wanted),
		renamed: isRenaming ? renamed : [],
	};
}
