import { sql } from '../database/sql';
import { type Purpose } from '../secrets/key';
import { CannotOpen, type Sealed } from '../secrets/secrets';
import type { Check, Finding } from './check';

type Stored = {
	workspace_id: string;
	id: string;
	secret: string;
	auth_header: string | null;
	old_secrets: string;
};

/** What is stored encrypted can be read with the key. */
export const secretsRead: Check = {
	name: 'secrets',
	promise: 'what is stored encrypted can be read',
	advice:
		'Rotate the secret of the webhook, or enter its Authorization header again. If all are listed, the key is another one: set FLUID_SECRET_KEY, or put its file back.',
	find: async ({ reader, secrets }) => {
		const findings: Finding[] = [];
		let looked = 0;
		const look = (purpose: Purpose, workspace_id: string | null, owner: string, sealed: string) => {
			looked += 1;
			try {
				secrets.open(purpose, owner, sealed as Sealed);
			} catch (reason) {
				if (!(reason instanceof CannotOpen)) throw reason;
				findings.push({ workspace_id, sentence: `The ${purpose} of ${owner} cannot be read.` });
			}
		};
		const webhooks = await reader.all<Stored>(
			sql`select workspace_id, id, secret, auth_header, old_secrets from webhooks order by id`,
		);
		for (const { workspace_id, id, secret, auth_header, old_secrets } of webhooks) {
			const old = JSON.parse(old_secrets) as Array<{ secret: string }>;
			for (const sealed of [secret, ...old.map((one) => one.secret)])
				look('webhook signing secret', workspace_id, id, sealed);
			if (auth_header !== null) look('webhook Authorization header', workspace_id, id, auth_header);
		}
		const keys = await reader.all<{ name: string; value: string }>(
			sql`select name, value from service_keys`,
		);
		for (const { name, value } of keys) look('form token key', null, name, value);
		return { looked, findings };
	},
};
