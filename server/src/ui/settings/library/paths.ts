/** Address of the page about the template library in n8n's editor. */
export const LIBRARY_PAGE = '/settings/automations/templates';
