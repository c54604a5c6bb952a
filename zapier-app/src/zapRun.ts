import type { Bundle } from 'zapier-platform-core';

/**
 * Returns the header that says which Zap a change is a part of, and of which day, e.g. zapier-123456-2026-11-24. Zapier gives
 * a step the ID of its Zap and never that of the run: what a Zap has done in a day (UTC) can be undone together.
 */
export function zapRun(bundle: Bundle, now: Date): Record<string, string> {
	const zap = String(bundle.meta?.zap?.id ?? '').replace(/[^A-Za-z0-9._:-]/g, '-');
	return zap === ''
		? {}
		: { 'Fluid-Run': `zapier-${zap.slice(0, 60)}-${now.toISOString().slice(0, 10)}` };
}
