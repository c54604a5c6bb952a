import { WrongUsage } from '../failure';

/** What columns are to be read as: `--map "CSV column=field"`; no field leaves the column out. */
export type ColumnMapping = { header: string; field: string };

/** Returns the mapping that a `--map` states. */
export function parseColumnMapping(text: string): ColumnMapping {
	const at = text.lastIndexOf('=');
	if (at > 0) return { header: text.slice(0, at).trim(), field: text.slice(at + 1).trim() };
	throw new WrongUsage(
		`--map "${text}" must be a column of the file, "=" and a field, e.g. --map "Firm=company.name".`,
	);
}
