import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandHere } from './commandHere';
import { type CommandRun, fluidCommand } from './fluidCommand';

/** A folder with CSV files, and the import command run in it against a service. */
export class Imports {
	readonly folder = mkdtempSync(join(tmpdir(), 'fluid-import-'));

	constructor(
		private readonly url: string,
		private readonly key: string,
		private readonly runsIn: 'this process' | 'its own' = 'this process',
	) {}

	write(file: string, content: string | Buffer): void {
		writeFileSync(join(this.folder, file), content);
	}

	read(file: string): string {
		return readFileSync(join(this.folder, file), 'utf8');
	}

	/** Runs `fluid import ARGS`, with settings by the names of their environment variables. */
	run(args: string[], env: Record<string, string> = {}, input?: string): Promise<CommandRun> {
		const settings = { FLUID_URL: this.url, FLUID_API_KEY: this.key, ...env };
		const options = { env: settings, cwd: this.folder };
		return this.runsIn === 'its own' || input !== undefined
			? fluidCommand(['import', ...args], { ...options, input })
			: commandHere(['import', ...args], options);
	}

	/** Writes leads.csv and imports it. */
	leads(content: string | Buffer, ...args: string[]): Promise<CommandRun> {
		this.write('leads.csv', content);
		return this.run(['leads.csv', ...args]);
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
