import { flat } from './flat.ts';

const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const looksLikeDate = new RegExp(
	`^(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}|\\d{1,2}\\.? ${month}\\.?,? \\d{4}|${month} \\d{1,2},? \\d{4})\\b.{0,20}$`,
	'i',
);
const isNamedAsTime = /(_at|_date|timestamp)$/;

/** Returns a sentence for each date in a result that is not ISO 8601, or is a time without its zone. */
export function dateFaults(result: unknown): string[] {
	return Object.entries(flat(result))
		.filter(([key, value]) => isDate(key, value) && !isIso(String(value)))
		.map(([key, value]) => `${key} is ${JSON.stringify(value)}, not ISO 8601 with a time zone.`);
}

function isDate(key: string, value: unknown): boolean {
	if (typeof value === 'number') return isNamedAsTime.test(key);
	return typeof value === 'string' && (isNamedAsTime.test(key) || looksLikeDate.test(value));
}

const isIso = (text: string) =>
	(isoDay.test(text) || isoTime.test(text)) && !Number.isNaN(Date.parse(text));
