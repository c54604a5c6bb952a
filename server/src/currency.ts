/** The currencies, also for a list to choose from. The browsers' list lacks the digital bolívar of Venezuela. */
export const currencies = [...new Set([...Intl.supportedValuesOf('currency'), 'VED'])].sort();

const codes = new Set(currencies);

/** Returns whether a text is an ISO 4217 currency code such as EUR. */
export function isCurrency(text: string): boolean {
	return codes.has(text);
}
