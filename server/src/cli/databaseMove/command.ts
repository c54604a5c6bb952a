import { Command } from 'commander';
import { newMove } from './move';

/** `fluid database`: where everything is kept. */
export function newDatabase(): Command {
	return new Command('database')
		.description('move everything from the embedded database to PostgreSQL')
		.addCommand(newMove());
}
