import catalogue from './problems.json';

/** Stable name of a problem, e.g. `deal_not_found`. */
export type ProblemCode = keyof typeof catalogue;

/** What the catalogue says of one problem. */
export type ProblemDeclaration = {
	status: number;
	title: string;
	detail: string;
	/** What `params` can hold of it. */
	params?: string[];
};

/** Every problem an answer can carry. */
export const problems: Record<ProblemCode, ProblemDeclaration> = catalogue;
