import type { ClientPlan, SettingValue } from './manifest';
import { type FoundWorkflow, publishedFlow } from './observe';
import { planSettings, type SettingsPlan } from './settings';
import { isPlaceholder, settingsOf, type RollOutTemplate } from './templates';

/** What is to become of the settings of a workflow, and what is said of them. */
export type WorkflowSettings = {
	settings: SettingsPlan;
	/** Whether it goes to a newer version of its template. */
	isNewer: boolean;
	kept: string[];
	refusals: string[];
};

/** Returns what the settings of a client's workflow are to be. */
export function planWorkflowSettings(
	client: ClientPlan,
	{ template, rollout, live }: FoundWorkflow,
	options: { key: string; isUpdating: boolean; isForced: boolean },
): WorkflowSettings {
	const { name } = template;
	const given = client.settings[name] ?? {};
	const isNewer =
		options.isUpdating &&
		rollout !== undefined &&
		template.version > rollout.state.template_version;
	const has = live && settingsOf(publishedFlow(live));
	const settings = planSettings(
		isNewer || !has ? settingsOf(template) : has,
		{ workspace: { value: client.name, isSecret: false }, ...given },
		rollout?.state.settings,
		has,
		options,
	);
	return {
		...{ settings, isNewer },
		kept: settings.kept.map((one) => `${name}: the setting "${one}", which was changed in n8n.`),
		refusals: [...unknown(given, template), ...unfilled(name, settings)],
	};
}

function unknown(given: Record<string, SettingValue>, template: RollOutTemplate): string[] {
	const known = Object.keys(settingsOf(template));
	return Object.keys(given)
		.filter((one) => !known.includes(one))
		.map(
			(one) => `${template.name}: there is no setting "${one}". There are: ${known.join(', ')}.`,
		);
}

function unfilled(name: string, { values }: SettingsPlan): string[] {
	return Object.entries(values)
		.filter(([, value]) => isPlaceholder(value))
		.map(
			([setting, value]) =>
				`${name}: the setting "${setting}" still has its placeholder ${String(value)}. Give its value under settings in clients.json, e.g. "env:SLACK_URL".`,
		);
}
