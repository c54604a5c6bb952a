/** A database that cannot be moved, or not to there; the message says why and what to do. */
export class MoveRefused extends Error {}
