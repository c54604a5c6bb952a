import type { ClientPlan, SettingValue } from './manifest';
import { type FoundWorkflow, publishedFlow } from './observe';
import { planSettings, type SettingsPlan } from './settings';
import { assignmentsOf, isPlaceholder, settingsOf, type RollOutTemplate } from './templates';

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
	const running = live && settingsOf(publishedFlow(live));
	const isDeleted = running && Object.keys(running).length === 0;
	const has = isDeleted && options.isForced ? undefined : running;
	const usual = settingsOf(template);
	const settings = planSettings(
		isNewer || !has ? usual : usualOf(has, usual),
		{ workspace: { value: client.name, isSecret: false }, ...given },
		rollout?.state.settings,
		has,
		options,
	);
	return {
		...{ settings, isNewer },
		kept: settings.kept.map((one) => `${name}: the setting "${one}", which was changed in n8n.`),
		refusals: [
			...unknown(given, template),
			...mistyped(given, template),
			...unfilled(name, settings),
		],
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

/** Of the settings that a workflow has, what its template comes with; what the template does not know stays. */
function usualOf(
	has: Record<string, unknown>,
	usual: Record<string, unknown>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(has).map(([name, value]) => [name, name in usual ? usual[name] : value]),
	);
}

const KINDS: Record<string, string> = {
	string: 'a text',
	number: 'a number',
	boolean: 'true or false',
};

/** n8n takes a value of another type, and stops at it when the first lead comes. */
function mistyped(given: Record<string, SettingValue>, template: RollOutTemplate): string[] {
	return assignmentsOf(template.nodes).flatMap(({ name, type, value }) => {
		const want = type in KINDS ? type : typeof value;
		const has = given[name] && typeof given[name].value;
		return has === undefined || has === want
			? []
			: [
					`${template.name}: the setting "${name}" must be ${KINDS[want]}, such as ${JSON.stringify(value)}, and clients.json gives ${KINDS[has]}.`,
				];
	});
}

function unfilled(name: string, { values }: SettingsPlan): string[] {
	return Object.entries(values)
		.filter(([, value]) => isPlaceholder(value))
		.map(
			([setting, value]) =>
				`${name}: the setting "${setting}" still has its placeholder ${String(value)}. Give its value under settings in clients.json, e.g. "env:SLACK_URL".`,
		);
}
