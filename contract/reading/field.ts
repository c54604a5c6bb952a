import type { Field, FieldType } from '../fields';
import type { CustomField, CustomFieldType } from '../types';
import { readChoice } from './choices';
import { readCurrency } from './currencies';
import { readDate, readMoment } from './dates';
import { type ListNotation, readChoices, readList } from './lists';
import { readMoney, readNumber, readWholeNumber } from './numbers';
import type { Notation, Reading } from './reading';
import { readText } from './text';
import { readWebAddress } from './webAddresses';
import { readYesNo } from './yesNo';

/** How a value is written, and whether each entry of a list is a text that may hold several, as in a Zap. */
export type FieldNotation = Notation & Pick<ListNotation, 'splitEntries'>;

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
	return customReaders[type](value, notation, options);
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
	web_address: readWebAddress,
	date_time: readMoment,
	list: readList,
	object: (value) => ({ value }),
};

const customReaders: Record<CustomFieldType, Reader<string | number | boolean | string[]>> = {
	text: readText,
	long_text: readText,
	number: readNumber,
	date: readDate,
	boolean: readYesNo,
	select: (value, _notation, options) => readChoice(value, options),
	multi_select: (value, notation, options) => readChoices(value, options, notation),
	url: readWebAddress,
	email: readText,
	phone: readText,
};
