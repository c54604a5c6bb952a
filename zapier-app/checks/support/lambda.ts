import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24 } from '../../../scripts/node24.mjs';
import { inRepository } from '../../../scripts/repository.mjs';
import { unpackZip } from './builtZip.ts';

/** What the app threw, by the name Zapier acts on: `ExpiredAuthError`, `HaltedError`, `ThrottledError`, ... */
export class AppFailure extends Error {
	constructor(name: string, message: string) {
		super(message);
		this.name = name;
	}
}

type Answer = {
	id: number;
	answer?: { results: unknown };
	error?: { name: string; message: string };
};

/** The built zip, unpacked and run by its own handler in a process of its own, as Zapier runs it in production. */
export class Lambda {
	private readonly waiting = new Map<number, (answer: Answer) => void>();
	private count = 0;

	private constructor(
		private readonly folder: string,
		private readonly child: ChildProcess,
	) {
		child.on('message', (answer: Answer) => {
			this.waiting.get(answer.id)?.(answer);
			this.waiting.delete(answer.id);
		});
	}

	static async start(): Promise<Lambda> {
		const folder = mkdtempSync(join(tmpdir(), 'fluid-zapier-zip-'));
		unpackZip(folder);
		const child = fork(inRepository('zapier-app/checks/support/lambdaProcess.mjs'), {
			cwd: folder,
			execPath: node24(),
			execArgv: [],
			// Nothing of the test's own: NODE_ENV=test would make Zapier's core behave otherwise.
			env: { PATH: process.env.PATH },
			// The handler prints its use of memory after each event.
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		const ended = once(child, 'exit').then(() => {
			throw new Error('The handler in the zip does not load: see the error above.');
		});
		await Promise.race([once(child, 'message'), ended]);
		ended.catch(() => {});
		return new Lambda(folder, child);
	}

	/**
	 * Hands the app an event and returns its results.
	 * @throws AppFailure with what the app threw
	 */
	async run(event: Record<string, unknown>): Promise<unknown> {
		const id = ++this.count;
		const answered = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
		this.child.send({ id, event });
		const { answer, error } = await answered;
		if (error) throw new AppFailure(error.name, error.message);
		return answer?.results;
	}

	async stop(): Promise<void> {
		const ended = once(this.child, 'exit');
		this.child.kill();
		await ended;
		rmSync(this.folder, { recursive: true, force: true });
	}
}
