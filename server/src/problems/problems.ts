import type { FaultCode } from '../../../contract/faults';
import { problems, type ProblemCode } from '../../../contract/problems';
import type { Candidate, InputError, Problem } from '../../../contract/types';

/**
 * How many faults of one deal or contact are reported at a time: nobody reads more, and a thousand deals full of faults must
 * not cost the others.
 */
export const MOST_FAULTS = 20;

/** What a sentence speaks of, by name, for clients that write their own (see contract/problems.json and faults.json). */
type Params = Record<string, unknown>;

/** What the database could not do: read, save what was therefore not saved, or say whether something was saved. */
export type Outage = 'unread' | 'unsaved' | 'uncertain';

/** A request that is refused, with what its sender should do next. */
export class Refusal extends Error {
	constructor(
		readonly code: ProblemCode,
		detail: string,
		readonly more: {
			params?: Params;
			errors?: InputError[];
			candidates?: Candidate[];
			retryAfterSeconds?: number;
			/** Where the sentence is for whoever runs the service, what could not be done; people read another one. */
			outage?: Outage;
		},
	) {
		super(detail);
	}

	get status(): number {
		return problems[this.code].status;
	}
}

/**
 * Returns whether an error belongs in the log with its place: a fault of ours, and not what the operator has to see to,
 * such as a full disk, which the log gets as a sentence.
 */
export function isOurs(error: unknown): boolean {
	return !(error instanceof Refusal) || error.code === 'internal_error';
}

/** Returns a refusal to throw; its sentence is the catalogue's unless a better one is known here. */
export function problem(code: ProblemCode, detail?: string, more: Refusal['more'] = {}): Refusal {
	return new Refusal(code, detail ?? problems[code].detail, more);
}

/** Returns a refusal of input, with the place and sentence of each fault. */
export function invalidInput(errors: InputError[]): Refusal {
	return problem('invalid_input', firstOf(errors), { errors });
}

/** Returns what is said of several faults: the first, and how many there are besides. Platforms show nothing else. */
export function firstOf(errors: InputError[]): string | undefined {
	const [first, ...others] = errors;
	if (!first || others.length === 0) return first?.detail;
	const atLeast = errors.length >= MOST_FAULTS ? 'At least ' : '';
	const rest =
		others.length === 1 ? '1 more fault is' : `${atLeast}${others.length} more faults are`;
	return `${first.detail} ${rest} listed in errors.`;
}

const OTHER_FAULT: FaultCode = 'not_valid';

/** Returns the body of the answer to a refused request (RFC 9457). */
export function problemBody(refusal: Refusal, requestId: string, publicUrl: string): Problem {
	const { status, title } = problems[refusal.code];
	const { params, errors, candidates } = refusal.more;
	return {
		type: `${publicUrl}/docs#${refusal.code}`,
		title,
		status,
		detail: refusal.message,
		code: refusal.code,
		request_id: requestId,
		...(params && { params }),
		...(errors && {
			errors: errors.map((error) => ({ ...error, code: error.code ?? OTHER_FAULT })),
		}),
		...(candidates && { candidates }),
	};
}
