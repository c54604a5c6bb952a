// Writes docs/zaps from the recipes. `npm run generate`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { recipePages } from './pages.mts';

for (const [path, text] of Object.entries(await recipePages())) {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}
