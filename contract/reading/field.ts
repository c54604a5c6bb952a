import { customFieldTypes, type FieldNotation } from '../customFieldTypes';
import type { Field, FieldType } from '../fields';
import type { CustomField } from '../types';
import { readChoice } from './choices';
import { readCurrency } from './currencies';
import { readDate, readMoment } from './dates';
import { readLinks } from './links';
import { readList } from './lists';
import { readMoney, readNumber, readWholeNumber } from './numbers';
import type { Reading } from './reading';
import { readText } from './text';
import { readWebAddress } from './webAddresses';
import { readYesNo } from './yesNo';

/** Returns the value of a field of the contract. Leave out what `isBlank`: an empty value says nothing. */
export function readField(
	{ type, choices }: Pick<Field, 'type' | 'choices'>,
	value: unknown,
	notation: FieldNotation = {},
): Reading<unknown> {
	const options = choices.map((choice) => choice.value);
	return readers[type](value, notation, options);
}

/** Returns the value of a custom field. Leave out what `isBlank`: an empty value says nothing. */
export function readCustomField(
	{ type, options }: Pick<CustomField, 'type' | 'options'>,
	value: unknown,
	notation: FieldNotation = {},
): Reading<string | number | boolean | string[]> {
	return customFieldTypes[type].read(value, notation, options);
}

type Reader<T> = (value: unknown, notation: FieldNotation, options: string[]) => Reading<T>;

const readers: Record<FieldType, Reader<unknown>> = {
	text: readText,
	long_text: readText,
	money: readMoney,
	number: readNumber,
	integer: readWholeNumber,
	boolean: readYesNo,
	choice: (value, _notation, options) => readChoice(value, options),
	currency: readCurrency,
	email: readText,
	web_address: readWebAddress,
	date: readDate,
	date_time: readMoment,
	list: readList,
	links: readLinks,
	object: (value) => ({ value }),
};
