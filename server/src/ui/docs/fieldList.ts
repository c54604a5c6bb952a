import type { Schema } from '../../../../contract/bundle';
import { target } from '../../../../contract/references';
import { schemas, type SchemaName } from '../../../../contract/schemas';
import { html, type Html } from '../../html/html';

/** What distinguishes a body with many from the one with a single. */
const many: Partial<Record<SchemaName, string>> = {
	bulkInput: ' with many deals',
	bulkContactsInput: ' with many contacts',
};

/** Returns the fields that a body may have, those of objects inside it as well. */
export function fieldList(name: SchemaName): Html {
	const schema = schemas[name] as Schema;
	return html`<details>
		<summary>Fields of the body${many[name]}</summary>
		<dl>
			${fieldsOf(schema, '').map(
				({ key, type, required, help }) =>
					html`<dt>
							<code>${key}</code> <span class="faint">${type}${required && ', required'}</span>
						</dt>
						<dd>${help}</dd>`,
			)}
		</dl>
	</details>`;
}

type Shown = { key: string; type: string; required: boolean; help: string };

function fieldsOf(schema: Schema, above: string): Shown[] {
	const properties = (schema.properties ?? {}) as Record<string, Schema>;
	const required = (schema.required ?? []) as string[];
	return Object.entries(properties).flatMap(([name, property]) => {
		const field = resolved(property);
		const key = `${above}${name}`;
		const shown = {
			key,
			type: typeOf(field),
			required: required.includes(name),
			help: String(field.description),
		};
		const path = field.items ? `${key}[].` : `${key}.`;
		return [shown, ...insides(field).flatMap((inside) => fieldsOf(inside, path))];
	});
}

/** The objects a field may hold. */
function insides(field: Schema): Schema[] {
	const own = field.items ? [field.items as Schema] : [field];
	const branches = ((field.anyOf as Schema[] | undefined) ?? own).map(resolved);
	return branches.filter(({ properties }) => properties !== undefined);
}

function typeOf(field: Schema): string {
	if (field.enum) return (field.enum as string[]).join(' | ');
	const types =
		(field.anyOf as Schema[] | undefined)?.map((branch) => resolved(branch).type) ??
		[field.type].flat();
	return types.map((type) => typeNames[String(type)]).join(' or ');
}

const typeNames: Record<string, string> = {
	string: 'text',
	number: 'number',
	integer: 'whole number',
	boolean: 'true or false',
	object: 'object',
	array: 'list',
	null: 'null',
};

function resolved(schema: Schema): Schema {
	return typeof schema.$ref === 'string' ? target(schema.$ref) : schema;
}
