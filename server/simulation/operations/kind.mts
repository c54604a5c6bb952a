import type { Chance } from '../chance.mts';
import type { Course } from '../course.mts';
import type { SimulatedOperation } from '../plan.mts';

/** A kind of operation: how often it is chosen, what is left to chance in it, and what it does. */
export type OperationKind<Details extends object = object> = {
	weight: number;
	/** @param i the number of the operation, by which what it makes is known */
	draw: (chance: Chance, i: number) => Details;
	act: (course: Course, operation: SimulatedOperation & Details) => void;
};

/** Returns a kind as one of many. */
export function kind<Details extends object>(
	weight: number,
	draw: OperationKind<Details>['draw'],
	act: OperationKind<Details>['act'],
): OperationKind {
	return { weight, draw, act: act as OperationKind['act'] };
}

/** Of which webhook, or of which consumer's. */
export type OfWebhook = { w: number; consumer?: string };

/** Mostly the first one, so that operations meet. */
export function drawWebhook(chance: Chance): OfWebhook {
	return { w: chance.happens(0.5) ? 0 : chance.int(1_000) };
}
