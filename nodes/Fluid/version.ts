import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ReadingRules } from './readingRules';

/**
 * The versions of the node Fluid. A step keeps the one it was added with: what the second one shows or does otherwise
 * leaves workflows of the first as they are.
 */
export const versions = [1, 2];

/** The versions of the node Fluid Trigger: from the third on, one change starts the workflow once. */
export const triggerVersions = [...versions, 3];

/** Returns a property that only steps of the first version have. */
export function inFirst(property: INodeProperties): INodeProperties {
	return inVersions([1], property);
}

/** Returns a property that steps have from the second version on. */
export function fromSecond(property: INodeProperties): INodeProperties {
	return inVersions(triggerVersions.slice(1), property);
}

/** Returns a property that steps have from the third version on. */
export function fromThird(property: INodeProperties): INodeProperties {
	return inVersions(triggerVersions.slice(2), property);
}

/** Returns whether a step is of the first version. */
export function isFirstVersion(context: IExecuteFunctions): boolean {
	return context.getNode().typeVersion < 2;
}

/** Returns how the values of a step are read. */
export function howFor(context: IExecuteFunctions): ReadingRules {
	return { zone: context.getTimezone(), isFirstVersion: isFirstVersion(context) };
}

// Before the other rules: n8n shows a property as soon as one of them depends on an expression.
function inVersions(shown: number[], property: INodeProperties): INodeProperties {
	const show = { '@version': shown, ...property.displayOptions?.show };
	return { ...property, displayOptions: { ...property.displayOptions, show } };
}
