/** What pipelines, stages, custom fields and options were called before: they are found by these names too. */
export const formerNames = `
alter table pipelines add column former_names text not null default '[]';
alter table stages add column former_names text not null default '[]';
alter table custom_fields add column former_names text not null default '[]';
alter table custom_fields add column former_options text not null default '[]';
`;
