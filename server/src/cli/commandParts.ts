import { serviceAddress } from './serviceAddress';

/** What a change made by the command works with. The service finds the deliveries of its events by itself. */
export const COMMAND_PARTS = { now: () => new Date(), wake: () => {}, publicUrl: serviceAddress };
