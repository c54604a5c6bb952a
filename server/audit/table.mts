import { readFileSync, writeFileSync } from 'node:fs';
import type { Seen, WebhookPromise } from './promise.mts';

const PAGE = new URL('../../docs/webhooks.md', import.meta.url);
const BEGIN = '<!-- Written by `npm run audit -- --write`. -->\n\n';
const END = '\n<!-- End of what was seen. -->';

/** Returns the table of promises in Markdown, as docs/webhooks.md shows it. */
export function auditTable(rows: Array<WebhookPromise & Seen>): string {
	const lines = rows.map(({ when, promise, seen }) => `| ${when} | ${promise} | ${seen} |`);
	return ['| your receiver | promised | seen |', '| --- | --- | --- |', ...lines, ''].join('\n');
}

/** Puts the table where docs/webhooks.md shows it. */
export function writeTable(rows: Array<WebhookPromise & Seen>): void {
	const page = readFileSync(PAGE, 'utf8');
	const [before, rest] = page.split(BEGIN) as [string, string];
	const after = rest.slice(rest.indexOf(END));
	writeFileSync(PAGE, before + BEGIN + auditTable(rows) + after);
}
