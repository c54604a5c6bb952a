import { Command } from 'commander';
import { version } from '../../package.json';
import { newBackup } from './backup';
import { newClients } from './clients/command';
import { newDatabase } from './databaseMove/command';
import { newDoctor } from './doctor';
import { newErase } from './erase';
import { newImport } from './import/command';
import { newListen } from './listen/command';
import { newKeys } from './keys/command';
import { newRestore } from './restore';
import { newSecretKey } from './secretKey/command';
import { newSignInLink } from './signInLink';
import { newStart } from './start';
import { newUndo } from './undo';
import { newUpgrade } from './upgrade';
import { explainWrongUsage } from './usage';
import { newWorkspaces } from './workspaces/command';

/** Returns the fluid command with everything it can do. */
export function newProgram(): Command {
	const program = new Command('fluid')
		.description(
			'Runs and fills Fluid, the deal-first CRM. The commands keys, workspaces, sign-in-link, undo, erase, doctor and backup work on the database in DATA_DIR (./data when not set), also while the service runs; secret-key, restore, upgrade and database move do while it is stopped; import sends a file to a running service, here or elsewhere, listen carries its events to a receiver on this machine, and clients rolls workflows out in a running service and in n8n.',
		)
		.version(version, '--version', 'print the version')
		.addCommand(newStart())
		.addCommand(newKeys())
		.addCommand(newWorkspaces())
		.addCommand(newClients())
		.addCommand(newSignInLink())
		.addCommand(newSecretKey())
		.addCommand(newImport())
		.addCommand(newListen())
		.addCommand(newUndo())
		.addCommand(newErase())
		.addCommand(newDoctor())
		.addCommand(newBackup())
		.addCommand(newRestore())
		.addCommand(newUpgrade())
		.addCommand(newDatabase())
		.addHelpText(
			'after',
			`
In a clone of the repository, fluid stands for: npm run -s fluid --

Examples:
  npm run -s fluid -- keys create --name "My laptop"
  npm run -s fluid -- workspaces create "Client B" --blueprint agency.json
  npm run -s fluid -- import leads.csv --match-on email

Each command has its own help, e.g. npm run -s fluid -- keys create --help`,
		);
	explainWrongUsage(program);
	return program;
}
