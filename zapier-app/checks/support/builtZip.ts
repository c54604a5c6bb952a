import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { zapierCommand } from '../../../scripts/zapier.mjs';
import { inRepository } from '../../../scripts/repository.mjs';
import type { Definition } from '../definition.ts';

/** The zip that Zapier's command line tool built last: what would be uploaded. */
export const zipPath = inRepository('zapier-app', 'build', 'build.zip');

/** Returns the size of the zip in bytes. */
export const zipBytes = () => statSync(zipPath).size;

let definition: Definition | undefined;

/** Returns the definition in the zip. */
export function zippedDefinition(): Definition {
	definition ??= JSON.parse(openZip().readAsText('definition.json')) as Definition;
	return definition;
}

/** Unpacks the zip into a folder. */
export const unpackZip = (folder: string) => openZip().extractAllTo(folder, true);

type Zip = {
	readAsText(name: string): string;
	extractAllTo(folder: string, overwrite: boolean): void;
};

/** Read with what Zapier's tool packs with. */
function openZip(): Zip {
	if (!existsSync(zipPath))
		throw new Error('The Zapier app is not built. Run: npm run check:zapier');
	const AdmZip = createRequire(zapierCommand)('adm-zip') as new (path: string) => Zip;
	return new AdmZip(zipPath);
}
