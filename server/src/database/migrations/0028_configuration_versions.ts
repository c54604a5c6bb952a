/** Each change of a workspace's configuration counts its version up: what was read of it is kept while that is the same. */
export const configurationVersions = `
alter table counters add column configuration_version integer not null default 0;
`;
