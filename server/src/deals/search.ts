import type { LoadedPipeline } from '../pipelines/store';

/** What a list of deals is narrowed by. */
export type DealFilters = {
	email?: string;
	external_id?: string;
	q?: string;
	pipeline_id?: string;
	stage_id?: string;
	status?: string;
	reminder?: string;
	label?: string;
	owner_email?: string;
	contact_id?: string;
	company_id?: string;
	created_since?: string;
	closed_since?: string;
	updated_since?: string;
};

/** Newest first; by their reminder, the one most overdue first; or the one changed last first. */
export type DealOrder = 'newest' | 'due' | 'updated';

/** The place of a deal in a list: what it is ordered by, where that is not the id alone, and its id. */
export type DealPlace = { at: string; id: string };

/** Which deals are wanted, and how many of them. */
export type DealSearch = DealFilters & {
	/** Newest first unless it says otherwise. */
	sort?: DealOrder;
	/** Only what comes behind this place. */
	after?: DealPlace | undefined;
	limit: number;
	pipelines: LoadedPipeline[];
	now: Date;
};
