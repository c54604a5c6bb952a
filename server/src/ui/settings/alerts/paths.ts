/** Address of the page. */
export const ALERTS = '/settings/automations/alerts';
