/**
 * The indexes of texts are no longer rewritten because much was removed from them
 * (https://sqlite.org/fts5.html#the_deletemerge_configuration_option): that is one statement, which took a second and more
 * where many deals were removed, and nobody else could write. What was removed leaves them with the next merge of its part.
 */
export const textIndexRemovals = `
insert into deal_index (deal_index, rank) values ('deletemerge', 0);
insert into contact_index (contact_index, rank) values ('deletemerge', 0);
`;
