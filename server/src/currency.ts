const codes = new Set(Intl.supportedValuesOf('currency'));

/** Returns whether a text is an ISO 4217 currency code such as EUR. */
export function isCurrency(text: string): boolean {
	return codes.has(text);
}
