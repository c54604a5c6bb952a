import type { NodeExecutionHint } from 'n8n-workflow';
import type { Warning } from '../../contract/types';

/** A hint is shown once for a run, however many items it is about. */
const shown = new WeakMap<object, Set<string>>();

/** What can show hints: a run of a node, but not a list that is filled while it is edited. */
type Hinting = { addExecutionHints?: (...hints: NodeExecutionHint[]) => void };

/** Shows above the output that something is called by a name it no longer has. */
export function hintAtOldName(
	context: object,
	{ kind, old, name }: { kind: unknown; old: unknown; name: unknown },
): void {
	hint(
		context,
		`The ${kind} "${old}" is now called "${name}" in Fluid. Write the new name here: the old one is found only until something else gets it.`,
	);
}

/** Shows above the output what Fluid warned of. */
export function hintAtWarnings(context: object, warnings: Warning[] = []): void {
	for (const { code, detail, params } of warnings) {
		if (code === 'old_name')
			hintAtOldName(context, params as { kind: unknown; old: unknown; name: unknown });
		else hint(context, detail);
	}
}

function hint(context: object, message: string): void {
	const before = shown.get(context) ?? new Set();
	if (before.has(message)) return;
	shown.set(context, before.add(message));
	(context as Hinting).addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
}
