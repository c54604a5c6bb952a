/** Making one takes longer than a whole card of the board. There are as many as currencies are used. */
const formats = new Map<string, Intl.NumberFormat>();

/** Returns an amount as it is written in English, e.g. "$4,800" or "CHF 12.50". */
export function formatMoney(value: number, currency: string): string {
	const format = formats.get(currency) ?? newFormat(currency);
	formats.set(currency, format);
	return format.format(value);
}

function newFormat(currency: string): Intl.NumberFormat {
	return new Intl.NumberFormat('en', {
		style: 'currency',
		currency,
		trailingZeroDisplay: 'stripIfInteger',
	});
}
