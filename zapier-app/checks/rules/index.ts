import { connectionRules } from './connection.ts';
import { copyRules } from './copy.ts';
import { fieldRules } from './fields.ts';
import type { Rule } from './rule.ts';
import { sampleRules } from './samples.ts';
import { shapeRules } from './shape.ts';

/** Zapier's checks for publishing that the definition decides, by the names Zapier gives them. */
export const rules: Record<string, Rule> = {
	...connectionRules,
	...copyRules,
	...fieldRules,
	...sampleRules,
	...shapeRules,
};
