import { createRequire } from 'node:module';

// Built with the service, and not there yet when types are checked in a fresh clone.
const built = createRequire(import.meta.url);

export const { DATABASE_FILE } = built(
	'../../dist/server/src/database/embedded.js',
) as typeof import('../../src/database/embedded.js');
export const { prepareConnection } = built(
	'../../dist/server/src/database/prepareConnection.js',
) as typeof import('../../src/database/prepareConnection.js');
export const { addSearchText } = built(
	'../../dist/server/src/database/addSearchText.js',
) as typeof import('../../src/database/addSearchText.js');
export const { migrate } = built(
	'../../dist/server/src/database/migrate.js',
) as typeof import('../../src/database/migrate.js');
