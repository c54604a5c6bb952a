import { resolve } from 'node:path';

/** Returns the path of a file as its user means it: npm runs a script in the repository, wherever it was called. */
export function userPath(file: string): string {
	const { npm_lifecycle_event, INIT_CWD } = process.env;
	return npm_lifecycle_event === 'fluid' && INIT_CWD ? resolve(INIT_CWD, file) : file;
}

/** What stands for stdin or stdout where a file is named, as in other programs. */
export const PIPE = '-';

/** Returns what a file is called in a sentence. */
export function shownName(file: string): string {
	return file === PIPE ? 'stdin' : file;
}

/** Returns why a file cannot be read, written or copied, in words; SQLite, which copies databases, has words of its own. */
export function fileFault(reason: unknown): string {
	const { code, message } = reason as NodeJS.ErrnoException;
	if (message.includes('disk is full')) return faults.ENOSPC as string;
	return faults[code ?? ''] ?? message;
}

const faults: Record<string, string> = {
	ENOENT: 'there is no such file or folder',
	EISDIR: 'it is a folder',
	EACCES: 'you may not read or write it',
	EPERM: 'you may not read or write it',
	ENOSPC: 'the disk is full',
	EROFS: 'the disk cannot be written',
};
