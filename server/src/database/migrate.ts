import type { DatabaseSync } from 'node:sqlite';
import { start } from './migrations/0001_start';
import { sessions } from './migrations/0002_sessions';
import { deliveryLog } from './migrations/0003_delivery_log';
import { leadForms } from './migrations/0004_lead_forms';
import { board } from './migrations/0005_board';
import { searchIndexes } from './migrations/0006_searches';
import { webhooks } from './migrations/0007_webhooks';
import { leadFormSpam } from './migrations/0008_lead_form_spam';
import { eventTypes } from './migrations/0009_event_types';
import { removedWebhooks } from './migrations/0010_removed_webhooks';
import { identity } from './migrations/0011_identity';
import { secrets } from './migrations/0013_secrets';
import { webhookNames } from './migrations/0014_webhook_names';
import { requestHeaders } from './migrations/0015_request_headers';
import { companyVersions } from './migrations/0016_company_versions';
import { alerts } from './migrations/0017_alerts';
import { eventShapes } from './migrations/0018_event_shapes';
import { expectedCloseDate } from './migrations/0019_expected_close_date';
import { reads } from './migrations/0020_reads';
import { consumers } from './migrations/0021_consumers';
import { conversationLinks } from './migrations/0022_conversation_links';
import { textIndexMerges } from './migrations/0023_text_index_merges';
import { workspaceIds } from './migrations/0024_workspace_ids';
import { pulledWebhooks } from './migrations/0025_pulled_webhooks';
import { sequences } from './migrations/0026_sequences';
import { changes } from './migrations/0027_changes';
import { configurationVersions } from './migrations/0028_configuration_versions';
import { deletedWorkspaces } from './migrations/0029_deleted_workspaces';
import { textIndexRemovals } from './migrations/0030_text_index_removals';
import { wrongPasswords } from './migrations/0031_wrong_passwords';
import { textIndexNumbers } from './migrations/0032_text_index_numbers';
import { twins } from './migrations/0033_twins';
import { companiesById } from './migrations/0034_companies_by_id';
import { agencyKeys } from './migrations/0035_agency_keys';
import { proofs } from './migrations/0036_proofs';
import { formerNames } from './migrations/0037_former_names';
import { templateLibraries } from './migrations/0038_template_libraries';
import { rollouts } from './migrations/0039_rollouts';
import { makers } from './migrations/0040_makers';
import { runs } from './migrations/0041_runs';
import { requestIds } from './migrations/0044_request_ids';
import { formNames } from './migrations/0045_form_names';
import { mergedContacts } from './migrations/0046_merged_contacts';
import { runsOfAnswers } from './migrations/0047_runs_of_answers';
import { skippedOnTheirWay } from './migrations/0048_skipped_on_their_way';
import { reminded } from './migrations/0049_reminded';
import { plainLetters } from './migrations/0050_plain_letters';
import { alertsOnTheirWay } from './migrations/0051_alerts_on_their_way';
import { handedOut } from './migrations/0053_handed_out';

/** A change of the tables: statements, or what does more than statements can. */
type Migration = { name: string; change: string | ((connection: DatabaseSync) => void) };

/** Every change of the tables, oldest first; one that was released never changes. */
export const migrations: Migration[] = [
	{ name: '0001_start', change: start },
	{ name: '0002_sessions', change: sessions },
	{ name: '0003_delivery_log', change: deliveryLog },
	{ name: '0004_lead_forms', change: leadForms },
	{ name: '0005_board', change: board },
	{ name: '0006_searches', change: searchIndexes },
	{ name: '0007_webhooks', change: webhooks },
	{ name: '0008_lead_form_spam', change: leadFormSpam },
	{ name: '0009_event_types', change: eventTypes },
	{ name: '0010_removed_webhooks', change: removedWebhooks },
	{ name: '0011_identity', change: identity },
	{ name: '0013_secrets', change: secrets },
	{ name: '0014_webhook_names', change: webhookNames },
	{ name: '0015_request_headers', change: requestHeaders },
	{ name: '0016_company_versions', change: companyVersions },
	{ name: '0017_alerts', change: alerts },
	{ name: '0018_event_shapes', change: eventShapes },
	{ name: '0019_expected_close_date', change: expectedCloseDate },
	{ name: '0020_reads', change: reads },
	{ name: '0021_consumers', change: consumers },
	{ name: '0022_conversation_links', change: conversationLinks },
	{ name: '0023_text_index_merges', change: textIndexMerges },
	{ name: '0024_workspace_ids', change: workspaceIds },
	{ name: '0025_pulled_webhooks', change: pulledWebhooks },
	{ name: '0026_sequences', change: sequences },
	{ name: '0027_changes', change: changes },
	{ name: '0028_configuration_versions', change: configurationVersions },
	{ name: '0029_deleted_workspaces', change: deletedWorkspaces },
	{ name: '0030_text_index_removals', change: textIndexRemovals },
	{ name: '0031_wrong_passwords', change: wrongPasswords },
	{ name: '0032_text_index_numbers', change: textIndexNumbers },
	{ name: '0033_twins', change: twins },
	{ name: '0034_companies_by_id', change: companiesById },
	{ name: '0035_agency_keys', change: agencyKeys },
	{ name: '0036_proofs', change: proofs },
	{ name: '0037_former_names', change: formerNames },
	{ name: '0038_template_libraries', change: templateLibraries },
	{ name: '0039_rollouts', change: rollouts },
	{ name: '0040_makers', change: makers },
	{ name: '0041_runs', change: runs },
	{ name: '0044_request_ids', change: requestIds },
	{ name: '0045_form_names', change: formNames },
	{ name: '0046_merged_contacts', change: mergedContacts },
	{ name: '0047_runs_of_answers', change: runsOfAnswers },
	{ name: '0048_skipped_on_their_way', change: skippedOnTheirWay },
	{ name: '0049_reminded', change: reminded },
	{ name: '0050_plain_letters', change: plainLetters },
	{ name: '0051_alerts_on_their_way', change: alertsOnTheirWay },
	// What anybody can type is more than it was.
	{ name: '0052_plain_signs', change: plainLetters },
	{ name: '0053_handed_out', change: handedOut },
];

/** The database has tables that only a newer version of Fluid knows; its message says what to do. */
export class NewerDatabase extends Error {
	constructor(file: string | null, unknown: string[]) {
		super(
			`The database ${file} was changed by a newer version of Fluid (${unknown.join(', ')}), and this version could damage it. Nothing was changed. Install the newer version again, or restore the backup from before it.`,
		);
	}
}

/**
 * Brings the tables up to date. Two processes may call it at the same moment.
 *
 * @param wanted fewer changes make the tables of an earlier version
 * @throws NewerDatabase when it has changes that are not among those above
 */
export function migrate(connection: DatabaseSync, wanted = migrations): void {
	connection.exec(
		'create table if not exists migrations (name text primary key, applied_at text not null)',
	);
	connection.exec('begin immediate');
	try {
		const applied = appliedTo(connection);
		refuseNewer(connection, applied);
		for (const migration of wanted) if (!applied.has(migration.name)) apply(connection, migration);
		connection.exec('commit');
	} catch (reason) {
		// SQLite itself ends it when the disk is full.
		if (connection.isTransaction) connection.exec('rollback');
		throw reason;
	}
}

/**
 * Returns the newest change of the tables that a database has, undefined for a new one, and those it lacks, oldest first.
 *
 * @throws NewerDatabase when it has changes that are not among those above
 */
export function pendingMigrations(connection: DatabaseSync): {
	lastApplied: string | undefined;
	pending: string[];
} {
	const hasTable = connection
		.prepare(`select 1 from sqlite_master where type = 'table' and name = 'migrations'`)
		.get();
	const applied = hasTable ? appliedTo(connection) : new Set<string>();
	refuseNewer(connection, applied);
	const names = migrations.map(({ name }) => name);
	return {
		lastApplied: [...applied].at(-1),
		pending: names.filter((name) => !applied.has(name)),
	};
}

function appliedTo(connection: DatabaseSync): Set<string> {
	const rows = connection.prepare('select name from migrations order by name').all();
	return new Set(rows.map(({ name }) => String(name)));
}

function refuseNewer(connection: DatabaseSync, applied: Set<string>): void {
	const unknown = [...applied].filter((name) => !migrations.some((known) => known.name === name));
	if (unknown.length > 0) throw new NewerDatabase(connection.location(), unknown);
}

function apply(connection: DatabaseSync, { name, change }: Migration): void {
	if (typeof change === 'string') connection.exec(change);
	else change(connection);
	connection.prepare('insert into migrations values (?, ?)').run(name, new Date().toISOString());
}
