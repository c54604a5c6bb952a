import type { Reading } from './reading';
import { shownValue, written } from './written';

/** The codes of all currencies. The browsers' list lacks the digital bolívar of Venezuela. */
export const currencies = [...new Set([...Intl.supportedValuesOf('currency'), 'VED'])].sort();

const codes = new Set(currencies);

/** Signs and words that mean one currency. */
const bySign: Record<string, string> = { '€': 'EUR', '£': 'GBP', US$: 'USD', '₹': 'INR' };

/** Codes that people write in small letters as well; "top 500" and "all 3" are no money. */
const COMMON =
	'aud brl cad chf cny czk dkk eur gbp hkd huf ils inr jpy krw mxn nok nzd pln ron sek sgd thb usd zar';

/** What people write for a currency besides its sign and its code. */
const WORDS = 'dollar dollars euro euros fr ft kc kr lei r rm rp rs sfr zl 円 元 원';

/** A sign, distinguished from others of its kind by letters as in US$. The k of 5k€ is none of these. */
const SIGN = /^(us|au?|can?|hk|nz|sg?|nt|r|mxn?|mex|br|rd)? ?\p{Sc}$/iu;

const spoken = new Set(`${COMMON} ${WORDS}`.split(' '));

/** Returns whether a text is an ISO 4217 currency code such as EUR. */
export function isCurrency(text: string): boolean {
	return codes.has(text);
}

/** Returns whether a text beside a number says that it is money, e.g. €, US$, CHF, kr. */
export function marksMoney(text: string): boolean {
	if (SIGN.test(text) || codes.has(text)) return true;
	const plain = text.normalize('NFD').replace(/\p{M}|\.$/gu, '');
	return spoken.has(plain.toLowerCase().replace('ł', 'l'));
}

/** Returns the code of a currency, in whatever letters it is written. */
export function readCurrency(value: unknown): Reading<string> {
	const text = written(value)?.toUpperCase() ?? '';
	const code = Object.hasOwn(bySign, text) ? (bySign[text] as string) : text;
	if (isCurrency(code)) return { value: code };
	return {
		fault: `${shownValue(value)} is not a currency. Write its code of three letters, e.g. EUR.`,
	};
}
