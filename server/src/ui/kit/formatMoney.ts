/** Returns an amount as it is written in English, e.g. "$4,800" or "CHF 12.50". */
export function formatMoney(value: number, currency: string): string {
	return new Intl.NumberFormat('en', {
		style: 'currency',
		currency,
		trailingZeroDisplay: 'stripIfInteger',
	}).format(value);
}
