import { Failure } from '../failure';
import { addressesOf } from './addresses';
import { carryOut } from './carryOut';
import { credentialIdOf } from './credentialId';
import { type ClientOptions, eachClient } from './eachClient';
import { findingsOf } from './findings';
import { planClient } from './planClient';
import { planOptions } from './planOptions';
import { removeClient } from './removeClient';
import type { ClientWork } from './work';

/** `fluid clients plan`. */
export function plan(file: string, options: ClientOptions & { force?: true }): Promise<void> {
	const isForced = options.force === true;
	return eachClient(
		file,
		options,
		async (work, look) => {
			const planned = planClient(await look(), planOptions(work.fluid.key, { isForced }));
			for (const step of planned.steps) work.say(step);
			sayOtherNames(work);
			for (const kept of planned.kept) work.say(`Kept ${kept}`);
			for (const refusal of planned.refusals) work.say(refusal);
			if (planned.steps.length + planned.refusals.length === 0) work.say('nothing to do');
			const { steps, kept, refusals } = planned;
			return { ok: refusals.length === 0, steps, kept, refusals };
		},
		{ stopsAtFailure: false },
	);
}

/** `fluid clients apply`, and `update`, which alone changes the version of templates. */
export function apply(
	file: string,
	options: ClientOptions & { proof: boolean; force?: true },
	{ isUpdating }: { isUpdating: boolean },
): Promise<void> {
	return eachClient(file, options, async (work, look) => {
		const given = { isUpdating, isForced: options.force === true, isProving: options.proof };
		const how = planOptions(work.fluid.key, given);
		const planned = planClient(await look(), how);
		if (planned.refusals.length > 0) throw new Failure(planned.refusals.join('\n'));
		sayOtherNames(work);
		for (const kept of planned.kept) work.say(`kept ${kept}`);
		await carryOut(work, planned, how);
		const { workflows } = await look();
		const addresses = addressesOf(work.client, workflows);
		if (planned.steps.length === 0) work.say('nothing to do');
		else
			for (const { tool, url, setUp } of addresses)
				work.say(`Paste into ${tool} (${setUp}): ${url}`);
		return { ok: true, steps: planned.steps, kept: planned.kept, addresses };
	});
}

/** `fluid clients status`. */
export function status(file: string, options: ClientOptions): Promise<void> {
	return eachClient(
		file,
		options,
		async (work, look) => {
			const observed = await look();
			const { workspace, hasCredential, hasPack } = observed;
			const tested =
				workspace && hasCredential && hasPack
					? await work.n8n.testCredential(credentialIdOf(workspace.id))
					: undefined;
			const findings = findingsOf(observed, tested);
			for (const finding of findings) work.say(finding);
			if (findings.length === 0) work.say('all is well');
			return { ok: findings.length === 0, findings };
		},
		{ stopsAtFailure: false },
	);
}

/** `fluid clients remove`. */
export function remove(file: string, options: ClientOptions & { delete?: true }): Promise<void> {
	return eachClient(file, options, async (work, look) => {
		await removeClient(work, await look(), { isDeleting: options.delete === true });
		return { ok: true };
	});
}

function sayOtherNames({ otherNames, say }: ClientWork): void {
	for (const other of otherNames) say(`${other}, and keeps this name; --rename renames it.`);
}
