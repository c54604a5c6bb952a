import { describe, expect, test } from 'vitest';
import snapshot from '../definition.snapshot.json';
import { mostRecords } from '../src/bounded.ts';
import { cacheOptions } from '../src/cached.ts';
import { NOTE_WINDOW_MS } from '../src/creates/knownNote.ts';
import { STEP_MS } from '../src/deadline.ts';
import { announcesBreaks, breaks } from './breaks.ts';
import { rules } from './rules/index.ts';
import { type Snapshot, snapshotOf, snapshotText } from './snapshot.ts';
import { zipBytes, zippedDefinition } from './support/builtZip.ts';

const megabyte = 1_000_000;

const limits = {
	cache: cacheOptions,
	step_ms: STEP_MS,
	note_window_ms: NOTE_WINDOW_MS,
	most_records: mostRecords,
};

describe('the Zapier app', () => {
	const checks = Object.entries(rules).map(([id, rule]) => ({ id, ...rule }));

	test.each(checks)('$id $title', ({ faults }) => {
		expect(faults(zippedDefinition())).toEqual([]);
	});

	test('C001 C002 C003 keeps what running Zaps rely on; take in additions with --update', async () => {
		const before = snapshot as Snapshot;
		const after = snapshotOf(zippedDefinition(), limits);

		if (!announcesBreaks(before.version, after.version)) expect(breaks(before, after)).toEqual([]);

		await expect(snapshotText(after)).toMatchFileSnapshot('../definition.snapshot.json');
	});

	test('is a zip of less than 0.85 MB', () => {
		expect(zipBytes()).toBeLessThan(0.85 * megabyte);
	});
});
