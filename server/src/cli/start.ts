import { Command } from 'commander';

/** `fluid start`: the service, as npm start runs it. */
export function newStart(): Command {
	return new Command('start')
		.description('run the service: the same as npm start')
		.action(async () => {
			await import('../main.js');
		})
		.addHelpText(
			'after',
			`
Serves on HOST (127.0.0.1) and PORT (3000) with the database in DATA_DIR (./data). Stop it with Ctrl+C.

Example:
  PORT=4000 npm run -s fluid -- start`,
		);
}
