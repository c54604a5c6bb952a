/**
 * What people write, read by one rule for every door: import, lead forms, deal form, n8n, Zapier. Free of any platform.
 * The rule is the table in docs/values.md, which a test holds against this code.
 *
 * Each reader takes any value and returns `{ value }`, or `{ fault, unclear? }` with a sentence that says how to write it;
 * put the field's label in front. An empty value is a fault as well: leave out what `isBlank` first.
 *
 * - `readField(field, value, notation)`: a field of the contract (`contract/fields.ts`) by its type
 * - `readCustomField(field, value, notation)`: a custom field by its type and options
 * - `readMoney`, `readNumber`, `readWholeNumber`, `readDate`, `readMoment`, `readYesNo`, `readText`, `readList`, `readLinks`,
 *   `readChoice`, `readChoices`, `readCurrency`, `readWebAddress`
 * - `Notation`: `decimal` and `dates` where a user has said them, `zone` of the workflow, Zap or workspace
 * - `completed(text)`: a web address with its https://, anything else as it is
 * - `isWebAddress`, `webAddressFault`, `isCurrency`: the checks of the API; `fittingBy`: things by name, whatever its case
 * - `retryAfterSeconds(header, now)`: what a Retry-After header asks for
 */
export { fitting, fittingBy, readChoice } from './choices';
export { currencies, isCurrency, readCurrency } from './currencies';
export { readDate, readMoment } from './dates';
export { EARLIEST_DATE } from './days';
export { readCustomField, readField } from './field';
export type { FieldNotation } from '../customFieldTypes';
export { type Link, linksText, readLinks } from './links';
export { readChoices, readList } from './lists';
export { readMoney, readNumber, readWholeNumber } from './numbers';
export {
	type DateOrder,
	type DecimalMark,
	type ReadingFault as Fault,
	isFault,
	type Notation,
	type Reading,
} from './reading';
export { retryAfterSeconds } from './retryAfter';
export { readText } from './text';
export {
	completed,
	isWebAddress,
	NO_WEB_ADDRESS,
	readWebAddress,
	webAddressFault,
} from './webAddresses';
export { isBlank } from './written';
export { readYesNo } from './yesNo';
export { isZone } from './zones';
