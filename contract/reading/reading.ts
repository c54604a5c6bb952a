/** What was read, or why nothing was. */
export type Reading<T> = { value: T } | ReadingFault;

/** Why nothing was read, in a sentence that says how to write it. */
export type ReadingFault = {
	fault: string;
	/** What the text leaves open, for those who let their users say it. */
	unclear?: 'decimals' | 'order' | 'zone';
};

/** How values are written where the text alone does not say it. */
export type Notation = {
	/** What stands before decimals; the other mark then stands between thousands. */
	decimal?: DecimalMark;
	/** What comes first in a date such as 03/12/2026. */
	dates?: DateOrder;
	/** IANA name of the time zone of moments that name none, e.g. Europe/Berlin. */
	zone?: string;
};

/** What stands before decimals. */
export type DecimalMark = 'point' | 'comma';

/** What comes first in a date whose year comes last. */
export type DateOrder = 'day-first' | 'month-first';

/** Returns whether it is a fault. */
export function isFault(reading: Reading<unknown>): reading is ReadingFault {
	return 'fault' in reading;
}
