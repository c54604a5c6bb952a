/** The names that a lead form had before, so that a blueprint still finds it under them. */
export const formNames = `alter table forms add column former_names text not null default '[]';`;
