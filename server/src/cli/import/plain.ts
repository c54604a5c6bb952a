/** Returns the name of a column so that "E-mail", "e_mail" and "EMAIL" are the same. */
export function plain(name: string): string {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');
}
