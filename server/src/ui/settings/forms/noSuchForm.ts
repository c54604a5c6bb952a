import { PageRefusal } from '../../kit/pageRefusal';

/** Returns a refusal to throw for a form that is not in the workspace that is looked at. */
export function noSuchForm(): PageRefusal {
	return new PageRefusal(
		404,
		'Lead form not found',
		'It was deleted, or it belongs to another workspace: switch to that one and look there.',
	);
}
