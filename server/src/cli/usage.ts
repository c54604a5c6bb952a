import { type Command, CommanderError } from 'commander';
import { didYouMean } from '../../../contract/nearest';
import { WrongUsage } from './failure';

type Sentence = (command: Command, error: CommanderError) => string;

/** Makes a command and those below it refuse wrong usage with a sentence and exit code 2. */
export function explainWrongUsage(command: Command): void {
	command
		.helpOption('-h, --help', 'show this help')
		.showSuggestionAfterError(false)
		.configureOutput({ outputError: () => undefined })
		.exitOverride((error) => {
			if (error.exitCode === 0) throw error;
			const sentence = (sentences[error.code] ?? plain)(command, error);
			throw new WrongUsage(`${sentence} See: ${pathOf(command)} --help`);
		});
	if (command.commands.length > 0)
		command.helpCommand('help [command]', 'show the help of a command');
	for (const below of command.commands) explainWrongUsage(below);
}

const sentences: Record<string, Sentence> = {
	'commander.unknownCommand': (command, error) => {
		const names = command.commands.map((below) => below.name());
		const name = quoted(error);
		return `"${name}" is not a command of ${pathOf(command)}.${didYouMean(name, names)}`;
	},
	'commander.unknownOption': (command, error) => {
		const names = command.options.map(({ long, short }) => long ?? short ?? '');
		const name = quoted(error);
		return `${pathOf(command)} has no option "${name}".${didYouMean(name, names)}`;
	},
	'commander.missingArgument': (command, error) =>
		`${pathOf(command)} needs <${quoted(error)}> behind it.`,
	'commander.optionMissingArgument': (_, error) => `${quoted(error)} needs a value behind it.`,
	'commander.excessArguments': (command) =>
		`${pathOf(command)} was given too much: ${command.args.map((word) => `"${word}"`).join(' ')}. Put a name with spaces in quotes.`,
	'commander.help': (command) =>
		`Say what to do: ${command.commands.map((below) => `${pathOf(command)} ${below.name()}`).join(', ')}.`,
};

const plain: Sentence = (_, error) => {
	const text = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/([^.?!)])$/, '$1.');
};

/** What the parser complains about stands in quotes in its message. */
function quoted({ message }: CommanderError): string {
	return /'([^']*)'/.exec(message)?.[1] ?? '';
}

function pathOf(command: Command): string {
	return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
