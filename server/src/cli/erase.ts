import { Command } from 'commander';
import { personalDealFields, type PersonalDealField } from '../../../contract/personalDealFields';
import type { Erasure, ErasureInput } from '../../../contract/types';
import { type Change, writeContext } from '../context';
import { erasePerson, type ErasureParts, findPersonRecords } from '../erasure/erase';
import { erasedCounts, underWaySentence } from '../erasure/erasedCounts';
import { didYouMean } from '../../../contract/nearest';
import { isEmail } from '../values/email';
import { isId } from '../values/ids';
import type { Database } from '../database/database';
import { BY_COMMAND } from '../runs/maker';
import { COMMAND_PARTS } from './commandParts';
import { withDatabase } from './database';
import { WrongUsage } from './failure';
import { findChosenWorkspace, WORKSPACE_HELP } from './workspaces/chosen';

type Options = { workspace?: string; keep?: string; yes?: true };

/** `fluid erase`. */
export function newErase(): Command {
	return new Command('erase')
		.description(
			'erase a person: contact, form submissions, and their data in deals, events and logs',
		)
		.argument('<email-or-id>', "the person's email address, or the id of the contact")
		.option('--workspace <name>', WORKSPACE_HELP)
		.option('--keep <fields>', `what of their deals stays, of ${personalDealFields.join(', ')}`)
		.option('--yes', 'do it; without it, the command only says what would be removed')
		.action(erase)
		.addHelpText(
			'after',
			`
Deals stay, without the person; custom fields that hold text are cleared. What others have received is listed: it has to
be deleted there.

Examples:
  npm run -s fluid -- erase ada@example.com
  npm run -s fluid -- erase ada@example.com --keep name,labels --yes`,
		);
}

async function erase(person: string, { workspace, keep = '', yes }: Options): Promise<void> {
	const input = { ...personIn(person), deal_fields: fieldsWithout(keep) };
	await withDatabase(async (database) => {
		const { id, name } = await findChosenWorkspace(database, workspace);
		const parts = partsWith(database);
		const erasure = await (yes ? erasePerson : findPersonRecords)(parts, id, input);
		console.log(report(erasure));
		console.log(
			yes
				? `\nErased from "${name}".`
				: `\nNothing was removed yet from "${name}". Do it with the same command and --yes.`,
		);
	});
}

function personIn(person: string): ErasureInput {
	if (isId('con', person)) return { contact_id: person };
	if (isEmail(person)) return { email: person };
	throw new WrongUsage(
		`"${person}" is neither an email address nor the id of a contact, which begins with con_.`,
	);
}

function fieldsWithout(keep: string): PersonalDealField[] {
	const kept = keep.split(',').filter((name) => name.trim() !== '');
	for (const name of kept)
		if (!personalDealFields.some((field) => field === name.trim()))
			throw new WrongUsage(
				`"${name}" is not among what can be kept.${didYouMean(name, personalDealFields)}`,
			);
	return personalDealFields.filter((field) => !kept.some((name) => name.trim() === field));
}

function partsWith(database: Database): ErasureParts {
	const write = <T>(workspaceId: string, change: Change<T>) =>
		database.write(workspaceId, (transaction) =>
			change(writeContext(COMMAND_PARTS, transaction, workspaceId, { maker: BY_COMMAND })),
		);
	return { database, write, now: COMMAND_PARTS.now };
}

function report(erasure: Erasure): string {
	const lines = erasedCounts(erasure).map(
		({ label, count }) => `${label.padEnd(26)}${count.toLocaleString('en').padStart(12)}`,
	);
	const underWay = underWaySentence(erasure);
	return [...lines, '', ...(underWay ? [underWay] : []), ...erasure.still_held].join('\n');
}
