/** Deals can say on which day they are expected to be won. */
export const expectedCloseDate = `
alter table deals add column expected_close_date text;
`;
