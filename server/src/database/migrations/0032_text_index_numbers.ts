/**
 * The indexes of texts say up to which number they have the records: a new one has a greater number, and need not be noted
 * for them. What was noted before still is.
 */
export const textIndexNumbers = `
create table text_indexes (
	name text primary key,
	up_to integer not null
) without rowid;
insert into text_indexes
select 'deals', coalesce(max(number), 0) from deals
union all select 'contacts', coalesce(max(number), 0) from contacts;
`;
