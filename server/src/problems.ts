import type { FaultCode } from '../../contract/faults';
import { problems, type ProblemCode } from '../../contract/problems';
import type { Candidate, InputError, Problem } from '../../contract/types';

/** What a sentence speaks of, by name, for clients that write their own (see contract/problems.json and faults.json). */
type Params = Record<string, unknown>;

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
		},
	) {
		super(detail);
	}

	get status(): number {
		return problems[this.code].status;
	}
}

/** Returns a refusal to throw; its sentence is the catalogue's unless a better one is known here. */
export function problem(code: ProblemCode, detail?: string, more: Refusal['more'] = {}): Refusal {
	return new Refusal(code, detail ?? problems[code].detail, more);
}

/** Returns a refusal of input, with the place and sentence of each fault. */
export function invalidInput(errors: InputError[]): Refusal {
	const [first] = errors;
	const detail = first && errors.length === 1 ? first.detail : undefined;
	return problem('invalid_input', detail, { errors });
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
