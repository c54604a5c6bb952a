// npm run screenshots: pictures of the pages with demo data, into docs/screenshots. To look at them otherwise:
//   npm run screenshots -- --out /tmp/look --scheme dark --width 320 webhook-log
import { become } from './node24.mjs';
import { installEverything } from './installed.mjs';
import { installBrowser } from './browser.mjs';
import { buildServiceIfStale } from './built.mjs';
import { inRepository } from './repository.mjs';

await installEverything();
installBrowser();
await buildServiceIfStale();
await become(inRepository('scripts/screenshots/take.mjs'), process.argv.slice(2));
