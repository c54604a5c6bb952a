import { createRequire } from 'node:module';

// Built with the service, and not there yet when types are checked in a fresh clone.
const built = createRequire(import.meta.url);

export const { DATABASE_FILE } = built(
	'../../dist/server/src/database/embedded.js',
) as typeof import('../../src/database/embedded.js');
export const { prepareConnection } = built(
	'../../dist/server/src/database/prepareConnection.js',
) as typeof import('../../src/database/prepareConnection.js');
