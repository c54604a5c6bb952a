// The clock of a process is wrong by SHIFT_CLOCK_MS: to be required before anything else.
const shiftMs = Number(process.env.SHIFT_CLOCK_MS ?? 0);
const Real = Date;

class Shifted extends Real {
	constructor(...given) {
		super(...(given.length === 0 ? [Shifted.now()] : given));
	}

	static now() {
		return Real.now() + shiftMs;
	}
}

globalThis.Date = Shifted;
