/**
 * Contacts and companies know that others share their address, domain or name, so that Settings > Duplicates reads these
 * alone: among a million it took three seconds to find that there are none. One that is the last of its like may still say
 * so.
 */
export const twins = `
alter table contacts add column has_twin integer not null default 0;
alter table companies add column has_twin integer not null default 0;
update contacts set has_twin = 1 where (workspace_id, email_key) in (
	select workspace_id, email_key from contacts where email_key is not null
	group by workspace_id, email_key having count(*) > 1);
update companies set has_twin = 1 where (workspace_id, domain_key) in (
	select workspace_id, domain_key from companies where domain_key is not null
	group by workspace_id, domain_key having count(*) > 1);
update companies set has_twin = 1 where (workspace_id, name_key) in (
	select workspace_id, name_key from companies
	group by workspace_id, name_key having count(*) > 1);
create index contact_twins on contacts (workspace_id, email_key, id) where has_twin = 1;
create index company_twins_by_domain on companies (workspace_id, domain_key, id) where has_twin = 1;
create index company_twins_by_name on companies (workspace_id, name_key, id) where has_twin = 1;
`;
