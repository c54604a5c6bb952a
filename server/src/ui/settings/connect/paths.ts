/** Address of the page that says how other tools are connected. */
export const CONNECT = '/settings/automations/connect';

/** Where the templates are, which need no sign-in: n8n fetches them by itself when it is given the address. */
export const TEMPLATES = '/templates';
