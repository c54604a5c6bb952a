/**
 * The indexes of texts put their parts together when eight have come, not four
 * (https://sqlite.org/fts5.html#the_automerge_configuration_option): with batches of 250 it takes 7 microseconds of CPU
 * for each record in place of 9.
 */
export const textIndexMerges = `
insert into deal_index (deal_index, rank) values ('automerge', 8);
insert into contact_index (contact_index, rank) values ('automerge', 8);
`;
