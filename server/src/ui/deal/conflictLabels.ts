import type { ConflictLabels } from '../kit/conflictNote';
import { sentenceCase } from '../../html/sentenceCase';
import type { LoadedPipeline } from '../../pipelines/store';
import { fieldAt } from './controls';

const CUSTOM = 'custom_fields.';

/** Returns how the form of a deal calls its fields, and what is in them, for a person. */
export function dealConflictLabels({ fields, stages }: LoadedPipeline): ConflictLabels {
	return {
		label: (name) => {
			if (name === 'stage_id') return 'Stage';
			if (!name.startsWith(CUSTOM)) return sentenceCase(fieldAt(name).label);
			const key = name.slice(CUSTOM.length);
			return fields.find((field) => field.key === key)?.name ?? key;
		},
		say: (name, value) => {
			const text = [value ?? ''].flat().filter(Boolean).join(', ');
			if (name !== 'stage_id') return text;
			return stages.find(({ id }) => id === text)?.name ?? 'a stage of another pipeline';
		},
	};
}
