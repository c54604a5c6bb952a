import { connection } from './connection.ts';
import { copy } from './copy.ts';
import { fields } from './fields.ts';
import type { Rule } from './rule.ts';
import { samples } from './samples.ts';
import { shape } from './shape.ts';

/** Zapier's checks for publishing that the definition decides, by the names Zapier gives them. */
export const rules: Record<string, Rule> = {
	...connection,
	...copy,
	...fields,
	...samples,
	...shape,
};
