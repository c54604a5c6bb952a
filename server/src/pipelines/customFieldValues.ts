import type { CustomFieldValue } from '../../../contract/types';

/** The values of a deal's custom fields by key; null clears one. */
export type CustomFieldValues = Record<string, CustomFieldValue>;
