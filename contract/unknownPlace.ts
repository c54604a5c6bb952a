import { didYouMean, inQuotes } from './nearest';

type Named = { name: string };

/** Returns the sentence that no pipeline has a name, with those that may be meant. */
export function unknownPipeline(name: string, pipelines: readonly Named[]): string {
	return `${inQuotes(name)} is not a pipeline of this workspace.${didYouMean(name, namesOf(pipelines))}`;
}

/**
 * Returns the sentence that no stage has a name, with those that may be meant.
 *
 * @param pipeline to which the stages belong; of all pipelines where there is none
 */
export function unknownStage(
	name: string,
	stages: readonly Named[],
	pipeline: Named | undefined,
): string {
	const where = pipeline ? `pipeline "${pipeline.name}"` : 'any pipeline';
	return `${inQuotes(name)} is not a stage of ${where}.${didYouMean(name, namesOf(stages))}`;
}

/** Several pipelines may have a stage of one name. */
const namesOf = (things: readonly Named[]) => [...new Set(things.map(({ name }) => name))];
