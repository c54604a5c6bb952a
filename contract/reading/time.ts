/** A time of day. */
export type Time = { hour: number; minute: number; second: number; millisecond: number };
