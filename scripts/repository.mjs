import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the repository, whatever the folder the command was started in. */
export const inRepository = (...names) => join(repository, ...names);
