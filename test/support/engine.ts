import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '../../scripts/repository.mjs';

// n8n's engine keeps a settings file and a key in its user folder; a test must not touch the developer's own.
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'fluid-n8n-core-'));

// n8n logs each node error with its stack; a test that expects the error needs no such noise.
process.env.N8N_LOG_LEVEL = 'silent';

// Required, not imported: the built package requires n8n-workflow too, and errors are recognised by their class,
// so both must hold the same copy. (Its ES modules do not load in plain Node.js anyway.)
const require = createRequire(inRepository('package.json'));

export const core = require('n8n-core') as typeof import('n8n-core');
export const { ICredentialsHelper, Workflow } =
	require('n8n-workflow') as typeof import('n8n-workflow');
