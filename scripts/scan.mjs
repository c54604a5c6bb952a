// The checks n8n runs before it verifies a package, offline: on the sources, then on the package as npm would publish it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { buildNodesIfStale } from './built.mjs';
import { repository } from './repository.mjs';

await buildNodesIfStale();
const folder = mkdtempSync(join(tmpdir(), 'fluid-scan-'));
try {
	report('sources', await analyzePackage(repository, SOURCE_FILE_PATTERNS));
	// The scan's rules for sources raise false alarms on .d.ts files.
	report('package', await analyzePackage(publishedFiles(folder), ['**/*.js', 'package.json']));
} finally {
	rmSync(folder, { recursive: true, force: true });
}

function publishedFiles(target) {
	const npm = (...args) =>
		execFileSync('npm', args, { cwd: repository, stdio: ['ignore', 'pipe', 2] });
	npm('pack', '--silent', '--pack-destination', target);
	const [tarball] = readdirSync(target);
	execFileSync('tar', ['-xzf', tarball], { cwd: target });
	return join(target, 'package');
}

function report(leg, { passed, message, details }) {
	console.log(`Verification scan of the ${leg}: ${passed ? 'passed' : message}`);
	if (passed) return;
	console.log(details ?? '');
	process.exitCode = 1;
}
