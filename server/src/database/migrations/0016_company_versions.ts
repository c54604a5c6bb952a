/**
 * A company counts its changes, and each contact and deal knows which of them its events have shown. What the company was
 * called before stays until all of them have shown the new name.
 */
export const companyVersions = `
	alter table companies add column version integer not null default 0;
	alter table contacts add column company_version integer not null default 0;
	alter table deals add column company_version integer not null default 0;
	create table former_companies (
		company_id text not null references companies (id) on delete cascade,
		version integer not null,
		name text not null,
		domain text,
		primary key (company_id, version)
	) without rowid;
`;
