import catalogue from './faults.json';

/** Stable name of something wrong with one place in the input, e.g. `too_long`. */
export type FaultCode = keyof typeof catalogue;

/** What the catalogue says of one kind of fault. */
export type FaultDeclaration = {
	/** One sentence. */
	meaning: string;
	/** What `params` can hold of it. */
	params: string[];
};

/** Every kind of fault that `errors` of a problem can name. */
export const faultCodes: Record<FaultCode, FaultDeclaration> = catalogue;
