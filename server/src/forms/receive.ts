import { createHash } from 'node:crypto';
import type { InputError } from '../../../contract/types';
import { type AppContext, madeBy } from '../context';
import { networkOf } from '../values/network';
import { listPipelines } from '../pipelines/store';
import { NOBODY } from '../runs/maker';
import { readAnswers } from './answers';
import { loadQuestions } from './availableFields';
import type { LeadForm } from './form';
import { INPUTS } from './names';
import { type Caller, isAllowed } from './origin';
import { isTicked, type Posted, textIn } from './posted';
import { questionsOf } from './questions';
import { destination } from './redirect';
import { verdictOn } from './spam';
import { keepSpam } from './spamStore';
import { findSentBefore } from './submissions';
import { submit } from './submit';
import { readToken } from './token';
import { trackingOf } from './tracking';

/** A submission as it arrives. */
export type IncomingSubmission = {
	posted: Posted;
	caller: Caller;
	/** Address of the visitor's machine. */
	ip: string;
	/** Address of the page the form was on, as far as its browser sends it. */
	page: string | undefined;
};

/** Why a visitor is asked to send once more; nothing that was entered is lost. */
export type ResendReason =
	| 'origin_not_allowed'
	| 'sent_already'
	| 'too_fast'
	| 'stale'
	| 'no_token';

/** What became of a submission. Spam is `taken` as well: its sender learns nothing from the answer. */
export type SubmissionOutcome =
	| { kind: 'taken'; destination: string | null }
	| { kind: 'faulty'; faults: InputError[] }
	| { kind: 'again'; reason: ResendReason }
	| { kind: 'too_often'; waitSeconds: number };

const PER_MINUTE = 10;

/** How long the same values from the same machine are one submission, where there is no token to recognise them by. */
const DOUBLE_CLICK_MS = 60_000;

/** Takes one submission in. */
export type HandleSubmission = (
	form: LeadForm,
	arrival: IncomingSubmission,
) => Promise<SubmissionOutcome>;

/** Returns what takes submissions in: judges them, checks them, and makes deals of them. */
export function submissionHandler(
	fluid: AppContext,
	tokenKey: () => Promise<string>,
): HandleSubmission {
	const { database, now } = fluid;
	const limiter = fluid.newLimiter('form', PER_MINUTE);

	return async (form, arrival) => {
		const { posted, caller } = arrival;
		const waitSeconds = limiter(`${form.id} ${networkOf(arrival.ip)}`, now().getTime());
		if (waitSeconds > 0) return { kind: 'too_often', waitSeconds };

		const taken: SubmissionOutcome = {
			kind: 'taken',
			destination: destination(form, textIn(posted, INPUTS.redirect)),
		};
		const tokenText = textIn(posted, INPUTS.token);
		const token = readToken(await tokenKey(), form.id, tokenText);
		const verdict = verdictOn({
			trap: textIn(posted, INPUTS.trap),
			tokenText,
			token,
			caller,
			takesPlain: form.takes_plain,
			now: now().getTime(),
		});
		if (verdict === 'spam') {
			await database.write(form.workspace_id, (transaction) =>
				keepSpam(transaction, form, posted, now()),
			);
			return taken;
		}
		if (!isAllowed(form.allowed_origins, caller))
			return { kind: 'again', reason: 'origin_not_allowed' };
		// What is to be corrected anyway is answered first: correcting takes longer than the time that distinguishes people
		// from programs.
		if (verdict !== 'person')
			return (await faultsIn(form, posted)) ?? { kind: 'again', reason: verdict };
		return (await keep(form, arrival, token?.id)) ?? taken;
	};

	/** Returns what is to be corrected before a submission can be kept at all. */
	async function faultsIn(form: LeadForm, posted: Posted): Promise<SubmissionOutcome | undefined> {
		return faulty(form, posted, readAnswers(await loadQuestions(database, form), posted).faults);
	}

	/** Checks and keeps a submission once; returns what is to be said about it, if anything. */
	function keep(
		form: LeadForm,
		{ posted, caller, ip, page }: IncomingSubmission,
		tokenId: string | undefined,
	): Promise<SubmissionOutcome | undefined> {
		const { write } = madeBy(fluid, { ...NOBODY, by: form.id });
		return write(form.workspace_id, async (context) => {
			const { transaction } = context;
			const pipelines = await listPipelines(transaction, form.workspace_id);
			const pipeline = pipelines.find(({ id }) => id === form.pipeline_id);
			const questions = questionsOf(form.fields, pipeline ?? { fields: [] });
			const { values, faults } = readAnswers(questions, posted);
			const wrong = faulty(form, posted, faults);
			if (wrong) return wrong;

			const bodyHash = hash(JSON.stringify(values));
			const once = { key: tokenId ?? `plain ${hash(`${ip} ${bodyHash}`)}`, bodyHash };
			const since = tokenId ? undefined : new Date(now().getTime() - DOUBLE_CLICK_MS).toISOString();
			const first = await findSentBefore(transaction, form.id, once.key, since);
			if (first !== undefined)
				return first === bodyHash ? undefined : { kind: 'again', reason: 'sent_already' };

			const tracking = trackingOf(posted, caller.isOwn ? undefined : page);
			const entry = { questions, values, tracking, consent: form.consent_text, once };
			await submit(context, form, entry);
			return undefined;
		});
	}
}

function faulty(
	form: LeadForm,
	posted: Posted,
	faults: InputError[],
): SubmissionOutcome | undefined {
	const all = [...faults, ...consentFault(form, posted)];
	return all.length > 0 ? { kind: 'faulty', faults: all } : undefined;
}

function consentFault({ consent_text }: LeadForm, posted: Posted): InputError[] {
	if (consent_text === null || isTicked(posted, INPUTS.consent)) return [];
	return [{ pointer: `/${INPUTS.consent}`, detail: 'Check this box to agree, then send again.' }];
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}
