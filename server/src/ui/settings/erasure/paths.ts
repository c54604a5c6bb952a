/** Address of the page. */
export const ERASURE = '/settings/erasure';
