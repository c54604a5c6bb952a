/** The file beside the database that holds its key where FLUID_SECRET_KEY does not. */
export const KEY_FILE = 'secret.key';

/** Returns whether a file in a data folder holds a key. */
export function isKeyFile(name: string): boolean {
	return name.startsWith(KEY_FILE);
}
