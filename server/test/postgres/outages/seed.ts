import { type Chance, chanceOf } from '../../../simulation/chance.mts';

/** Given again, outages come in the same order, at the same moments and for as long (`npm run proof -- --seed N`). */
const SEED = process.env.FLUID_PROOF_SEED ?? String(Date.now() % 1_000_000);

/** Returns chance for a test, and prints the seed that it comes from. */
export function chanceFor(what: string): Chance {
	console.log(`${what}: seed ${SEED}`);
	return chanceOf(`${SEED} ${what}`);
}
