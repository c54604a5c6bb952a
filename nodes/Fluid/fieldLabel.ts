import { labelAt } from '../../contract/labels';

/** What the node calls otherwise than the contract: one picker stands for a name and an ID. */
const OWN: Record<string, string> = {
	pipeline: 'Pipeline',
	pipeline_id: 'Pipeline',
	stage: 'Stage',
	stage_id: 'Stage',
	id: 'Deal ID',
};

const NEW_DEAL = /^\/on_create(?=\/)/;

/** Returns what the node calls the field at a JSON Pointer; undefined where it has none. */
export function fieldLabel(pointer: string): string | undefined {
	const inside = pointer.replace(NEW_DEAL, '');
	const label = OWN[inside.slice(1)] ?? labelAt(inside);
	return label === undefined || inside === pointer ? label : `${label} (Only for a New Deal)`;
}

/** Returns what the node calls fields beside or below the one at a pointer, e.g. "Reminder At or Reminder in Days". */
export function fieldLabels(pointer: string, names: string[]): string {
	const parent = pointer.replace(/\/[^/]*$/, '');
	const label = (name: string) =>
		fieldLabel(`${pointer}/${name}`) ?? fieldLabel(`${parent}/${name}`) ?? `"${name}"`;
	return names.map(label).join(' or ');
}

/** Returns a pointer into a contact as one into a deal that has it, where the same fields have the same labels. */
export function inContact(pointer: string): string {
	const inside = `/contact${pointer}`;
	return labelAt(inside) === undefined ? pointer : inside;
}
