/** Where n8n's editor finds the library: the value of `N8N_TEMPLATES_HOST` behind the address of the service. */
export const LIBRARY = '/n8n-templates';

/** Returns the address of the library that everybody can open, or of a workspace's own. */
export function libraryUrl(publicUrl: string, token?: string | null): string {
	return `${publicUrl}${LIBRARY}${token ? `/${token}` : ''}`;
}
