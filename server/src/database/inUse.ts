/** Another process works with the database. */
export class InUse extends Error {}
