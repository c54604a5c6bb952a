import { runCommand } from './runCommand';

void main();

async function main(): Promise<void> {
	// A reader such as head may stop reading: that is no fault.
	process.stdout.on('error', () => process.exit());
	process.exitCode = (await runCommand(process.argv)) ?? process.exitCode;
}
