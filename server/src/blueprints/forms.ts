import { findByAnyName } from '../../../contract/formerNames';
import type { FormSettings, LeadForm } from '../forms/form';
import { NEW_FORM } from '../forms/newForm';
import { insertForm, listForms, updateForm } from '../forms/store';
import { findByName } from '../pipelineEditing/names';
import { listPipelines, type LoadedPipeline, type StageRow } from '../pipelines/store';
import type { Application, WantedForm } from './application';
import { formFieldsAfter } from './formFields';
import { namesHere, whyUnclear } from './nameHere';

type Shared = Omit<Application, 'pipeline'>;

/**
 * Brings the lead forms of a workspace to what is wanted, once its pipelines are. What the blueprint says nothing of stays;
 * a form that it does not name stays as well, for it stands in somebody's website.
 */
export async function applyForms(shared: Shared, wanted: WantedForm[]): Promise<void> {
	const names = await formNamesHere(shared, wanted);
	for (const [index, form] of wanted.entries()) {
		const name = names[index];
		if (name !== undefined) await applyForm(shared, { ...form, name });
	}
}

async function formNamesHere(shared: Shared, wanted: WantedForm[]) {
	const { transaction, workspaceId } = shared;
	return namesHere(shared, {
		what: 'Lead form',
		where: '',
		names: wanted.map(({ name }) => name),
		load: () => listForms(transaction, workspaceId),
		rename: (form, name) => updateForm(transaction, form, { ...form, name }),
	});
}

async function applyForm(shared: Shared, wanted: WantedForm): Promise<void> {
	const { transaction, workspaceId, now, changes, refusals } = shared;
	const place = placeOf(shared, wanted, await listPipelines(transaction, workspaceId));
	if (!place) return;
	const named = (await listForms(transaction, workspaceId)).filter((form) =>
		findByName(wanted.name, [form]),
	);
	if (named.length > 1) {
		refusals.push(
			`This workspace has ${named.length} lead forms named "${wanted.name}". Rename one under Settings > Lead forms first.`,
		);
		return;
	}
	const [present] = named;
	const fields = formFieldsAfter(shared, wanted, place.pipeline, present);
	if (!fields) return;
	const settings = settingsAfter(wanted, { ...place, fields }, present);
	if (!present) {
		await insertForm(transaction, workspaceId, settings, now);
		changes.push(`Added lead form "${wanted.name}" to "${place.pipeline.name}".`);
		return;
	}
	const differences = differencesOf(present, settings);
	if (differences.length === 0) return;
	await updateForm(transaction, present, settings);
	changes.push(`Changed lead form "${present.name}": ${differences.join(', ')}.`);
}

type Place = { pipeline: LoadedPipeline; stage: StageRow };

/** Where its deals start, under the names of now or of before; undefined where that is refused. */
function placeOf(
	{ refusals }: Shared,
	{ name, pipeline: wantedPipeline, stage: wantedStage }: WantedForm,
	pipelines: LoadedPipeline[],
): Place | undefined {
	const [pipeline, ...others] = findByAnyName(wantedPipeline, pipelines).found;
	if (!pipeline || others.length > 0) {
		refusals.push(
			pipeline
				? whyUnclear('Pipeline', `"${wantedPipeline}" of lead form "${name}"`, [
						pipeline,
						...others,
					])
				: `Lead form "${name}" puts its deals into the pipeline "${wantedPipeline}", which there is not. Add it to the file, or name one that there is.`,
		);
		return undefined;
	}
	const [stage, ...more] = findByAnyName(wantedStage, pipeline.stages).found;
	if (stage && more.length === 0) return { pipeline, stage };
	refusals.push(
		stage
			? whyUnclear('Stage', `"${wantedStage}" of lead form "${name}"`, [stage, ...more])
			: `Lead form "${name}" puts its deals into the stage "${wantedStage}" of "${pipeline.name}", which there is not. Add it to the file, or name one that there is.`,
	);
	return undefined;
}

function settingsAfter(
	wanted: WantedForm,
	{ pipeline, stage, fields }: Place & Pick<FormSettings, 'fields'>,
	present: LeadForm | undefined,
): FormSettings {
	const before = present ?? { ...NEW_FORM, name: wanted.name };
	const { heading, button_text, thank_you, consent_text, takes_plain } = before;
	return {
		...before,
		heading: wanted.heading ?? heading,
		button_text: wanted.button_text ?? button_text,
		thank_you: wanted.thank_you ?? thank_you,
		consent_text: wanted.consent_text === undefined ? consent_text : wanted.consent_text,
		takes_plain: wanted.takes_plain ?? takes_plain,
		pipeline_id: pipeline.id,
		stage_id: stage.id,
		fields,
	};
}

const PARTS: Partial<Record<keyof FormSettings, string>> = {
	heading: 'its heading',
	stage_id: 'where its deals start',
	fields: 'its fields',
	button_text: 'its button',
	thank_you: 'its thank-you text',
	consent_text: 'what visitors agree to',
	takes_plain: 'whether it takes plain HTML',
};

function differencesOf(before: FormSettings, after: FormSettings): string[] {
	return Object.entries(PARTS).flatMap(([part, text]) => {
		const [one, other] = [before, after].map((form) => form[part as keyof FormSettings]);
		return JSON.stringify(one) === JSON.stringify(other) ? [] : [text];
	});
}
