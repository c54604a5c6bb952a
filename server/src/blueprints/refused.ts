/** A blueprint that cannot be read or applied, with a sentence for each reason. Nothing of it was carried out. */
export class BlueprintRefused extends Error {
	constructor(readonly reasons: string[]) {
		super(reasons.join(' '));
	}
}
