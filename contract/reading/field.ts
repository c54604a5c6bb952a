import { customFieldTypes, type FieldNotation } from '../customFieldTypes';
import type { Field, FieldType } from '../fields';
import { acceptedOptions } from '../formerNames';
import type { CustomField } from '../types';
import { readChoice } from './choices';
import { readCurrency } from './currencies';
import { readDate, readMoment } from './dates';
import { readLinks } from './links';
import { readList } from './lists';
import { readMoney, readNumber, readWholeNumber } from './numbers';
import { isFault, type Reading } from './reading';
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

/**
 * Returns the value of a custom field. Leave out what `isBlank`: an empty value says nothing. An option under a name it
 * had before keeps that name: the service knows which option it is, and says so.
 */
export function readCustomField(
	field: Pick<CustomField, 'type' | 'options' | 'former_options'>,
	value: unknown,
	notation: FieldNotation = {},
): Reading<string | number | boolean | string[]> {
	const { read } = customFieldTypes[field.type];
	const reading = read(value, notation, field.options);
	if (!isFault(reading) || !field.former_options?.length) return reading;
	const withFormer = read(value, notation, acceptedOptions(field));
	return isFault(withFormer) ? reading : withFormer;
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
