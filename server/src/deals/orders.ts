import { byIndex, nothing, sql, type Statement } from '../database/sql';
import type { DealOrder, DealPlace } from './search';

/** An order of deals, and the index that has them in it. */
export type Order = {
	/** Which deals have a place in it. */
	isIn: Statement;
	/** Forces the index: the planner counts rows of none. */
	byIndex: Statement;
	/** What stands behind `order by`. */
	by: Statement;
	/** What is ordered by, beside the id. */
	at: Statement;
	/** Whether the latest comes first. */
	isDescending: boolean;
	/** Which deals come behind a place, and which up to one. */
	behind: (place: DealPlace | undefined) => Statement;
	upTo: (place: DealPlace | undefined) => Statement;
};

const when = (place: DealPlace | undefined, part: (place: DealPlace) => Statement) =>
	place === undefined ? nothing : part(place);

/** The orders that lists of deals can have. What has no reminder is not due. */
export const orders: Record<DealOrder, Order> = {
	newest: {
		isIn: sql`1 = 1`,
		byIndex: byIndex(sql`indexed by deals_by_workspace`),
		by: sql`deals.id desc`,
		at: sql`''`,
		isDescending: true,
		behind: (place) => when(place, ({ id }) => sql`and deals.id < ${id}`),
		upTo: (place) => when(place, ({ id }) => sql`and deals.id >= ${id}`),
	},
	updated: {
		isIn: sql`1 = 1`,
		byIndex: byIndex(sql`indexed by deals_by_update`),
		by: sql`deals.updated_at desc, deals.id desc`,
		at: sql`deals.updated_at`,
		isDescending: true,
		behind: (place) =>
			when(place, ({ at, id }) => sql`and (deals.updated_at, deals.id) < (${at}, ${id})`),
		upTo: (place) =>
			when(place, ({ at, id }) => sql`and (deals.updated_at, deals.id) >= (${at}, ${id})`),
	},
	due: {
		isIn: sql`deals.reminder_at is not null`,
		byIndex: byIndex(sql`indexed by deals_by_reminder`),
		by: sql`deals.reminder_at, deals.id`,
		at: sql`deals.reminder_at`,
		isDescending: false,
		behind: (place) =>
			when(place, ({ at, id }) => sql`and (deals.reminder_at, deals.id) > (${at}, ${id})`),
		upTo: (place) =>
			when(place, ({ at, id }) => sql`and (deals.reminder_at, deals.id) <= (${at}, ${id})`),
	},
};

/** Returns the first places of an order. */
export function firstPlaces(places: DealPlace[], sort: DealOrder, count: number): DealPlace[] {
	const direction = orders[sort].isDescending ? -1 : 1;
	const isBefore = (one: DealPlace, other: DealPlace) =>
		one.at < other.at || (one.at === other.at && one.id < other.id);
	return places
		.toSorted((one, other) => direction * (isBefore(one, other) ? -1 : 1))
		.slice(0, count);
}
