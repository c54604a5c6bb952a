import { Command } from 'commander';
import { version } from '../../package.json';
import { newImport } from './import/command';
import { newKeys } from './keys/command';
import { newSecretKey } from './secretKey/command';
import { newSignInLink } from './signInLink';
import { newStart } from './start';
import { explainWrongUsage } from './usage';
import { newWorkspaces } from './workspaces/command';

/** Returns the fluid command with everything it can do. */
export function newProgram(): Command {
	const program = new Command('fluid')
		.description(
			'Runs and fills Fluid, the deal-first CRM. The commands keys, workspaces and sign-in-link work on the database in DATA_DIR (./data when not set), also while the service runs; secret-key does while it is stopped; import sends a file to a running service, here or elsewhere.',
		)
		.version(version, '--version', 'print the version')
		.addCommand(newStart())
		.addCommand(newKeys())
		.addCommand(newWorkspaces())
		.addCommand(newSignInLink())
		.addCommand(newSecretKey())
		.addCommand(newImport())
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
