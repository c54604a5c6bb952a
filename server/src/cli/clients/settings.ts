import { createHmac } from 'node:crypto';
import type { SettingValue } from './manifest';

/** A setting as it was sent: its value, and whether clients.json gave it, or of a secret a keyed hash and nothing else. */
export type SentSetting = { value: unknown; given?: true } | { hash: string };

/** What is to become of the settings of a workflow. */
export type SettingsPlan = {
	/** Every value, as it is to be. */
	values: Record<string, unknown>;
	/** Settings that get another value. */
	changed: string[];
	/** Settings that the client has changed in n8n, and that stay as they are. */
	kept: string[];
};

/**
 * Returns what settings are to be: what clients.json says, unless the client has changed it in n8n since it was sent. What it
 * does not name any more goes back to what the template comes with; what it has never named stays as it is.
 *
 * @param usual by name, what the template comes with
 * @param sent by name, what was sent last; undefined where that is not known
 * @param live by name, what the workflow has; undefined where there is none yet
 * @param isForced whether what clients.json says goes over what the client has changed
 */
export function planSettings(
	usual: Record<string, unknown>,
	wanted: Record<string, SettingValue>,
	sent: Record<string, SentSetting> | undefined,
	live: Record<string, unknown> | undefined,
	{ key, isForced }: { key: string; isForced: boolean },
): SettingsPlan {
	const plan: SettingsPlan = { values: {}, changed: [], kept: [] };
	for (const [name, value] of Object.entries(usual)) {
		const want = wanted[name]?.value;
		if (live === undefined || !(name in live)) {
			plan.values[name] = want ?? value;
			if (live !== undefined) plan.changed.push(name);
			continue;
		}
		const has = live[name];
		plan.values[name] = has;
		const before = sent?.[name];
		if (want === undefined && before && wasGiven(before) && isWhatWasSent(before, has, key)) {
			plan.values[name] = value;
			if (value !== has) plan.changed.push(name);
			continue;
		}
		if (want === undefined || want === has) continue;
		const isTheirs = before === undefined || !isWhatWasSent(before, has, key);
		if (isTheirs && !isForced) {
			plan.kept.push(name);
			continue;
		}
		plan.values[name] = want;
		plan.changed.push(name);
	}
	return plan;
}

/** Returns settings as they are remembered. */
export function sentSettingsOf(
	values: Record<string, unknown>,
	wanted: Record<string, SettingValue>,
	key: string,
): Record<string, SentSetting> {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			wanted[name]?.isSecret
				? { hash: keyedHash(value, key) }
				: { value, ...(wanted[name]?.value === value && { given: true as const }) },
		]),
	);
}

/** A secret comes from clients.json only. */
function wasGiven(sent: SentSetting): boolean {
	return 'hash' in sent || sent.given === true;
}

function isWhatWasSent(sent: SentSetting, value: unknown, key: string): boolean {
	return 'hash' in sent ? sent.hash === keyedHash(value, key) : sent.value === value;
}

/** Whoever has the database alone can try no guess: the key is in neither. */
function keyedHash(value: unknown, key: string): string {
	return createHmac('sha256', key).update(JSON.stringify(value)).digest('base64url');
}
