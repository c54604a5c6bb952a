/**
 * Finds the events of a deal, for its history, and the deals of a column of the board in their order, with what its
 * sum needs in the index itself: thousands of deals are added up without reading one of them.
 */
export const board = `
alter table events add column deal_id text;
create index events_by_deal on events (deal_id, sequence) where deal_id is not null;
create index deals_on_board on deals (stage_id, status, updated_at, id, currency, value);
`;
