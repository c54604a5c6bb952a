import { schemas } from '../../../contract/schemas';

/** How many characters the name of a workspace, key, pipeline, stage or custom field may have: as in a blueprint. */
export const LONGEST_NAME: number =
	schemas.blueprint.properties.pipelines.items.properties.name.maxLength;
