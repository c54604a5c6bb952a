/**
 * Returns an amount of money for a text that is one, however people write it, e.g. "1,234.50", "1.234,50 EUR" or
 * "€ 1.000". Money has two decimals at most, so three digits behind a comma, or behind a point with a currency, are
 * thousands. What can be read in two ways stays a text, as everything else does, so that the API refuses it.
 */
export function asAmount(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const bare = value.replace(CURRENCY, '').trim();
	const isThousands = /^-?\d{1,3}[.,]\d{3}$/.test(bare) && !bare.startsWith('0');
	if (!isThousands) return asNumber(bare === '' ? value : bare, value);
	const isCertain = bare !== value || bare.includes(',');
	return isCertain ? Number(bare.replace(/[.,]/, '')) : value;
}

/**
 * Returns a number for a text that is one, e.g. "12.5", "12,5" or "1.234,5"; other text stays, so that the API can say
 * what is wrong with it.
 *
 * @param otherwise what stays instead, where the text is a part of something
 */
export function asNumber(text: unknown, otherwise = text): unknown {
	if (typeof text !== 'string' || text.trim() === '') return otherwise;
	if (Number.isFinite(Number(text))) return Number(text);
	const digits = text.replace(/[\s'’]/g, '');
	const form = forms.find(({ pattern }) => pattern.test(digits));
	return form ? Number(form.plain(digits)) : otherwise;
}

const CURRENCY = /^([a-z]{3}\b|[a-z]{0,3}\p{Sc})|([a-z]{3}|\p{Sc})$/giu;

const without = (text: string, mark: string) => text.replaceAll(mark, '');

/** How numbers are written: thousands apart by one mark, decimals behind the other. */
const forms: Array<{ pattern: RegExp; plain: (digits: string) => string }> = [
	{ pattern: /^-?\d+(\.\d+)?$/, plain: (digits) => digits },
	{ pattern: /^-?\d{1,3}(,\d{3})+\.\d+$/, plain: (digits) => without(digits, ',') },
	{ pattern: /^-?\d{1,3}(,\d{3}){2,}$/, plain: (digits) => without(digits, ',') },
	{ pattern: /^-?\d{1,3}(\.\d{3}){2,}$/, plain: (digits) => without(digits, '.') },
	{
		pattern: /^-?\d{1,3}(\.\d{3})+,\d+$/,
		plain: (digits) => without(digits, '.').replace(',', '.'),
	},
	// Three digits behind one comma may be thousands or decimals.
	{ pattern: /^-?\d+,(\d{1,2}|\d{4,})$/, plain: (digits) => digits.replace(',', '.') },
];
