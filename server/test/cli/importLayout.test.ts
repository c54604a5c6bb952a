import { describe, expect, test } from 'vitest';
import { guarded, unguarded } from '../../src/cli/import/guard';
import { cellsOf, layoutOf } from '../../src/cli/import/layout';

const known = ['Name', 'Email', 'Value', 'First Name', 'Last Name', 'Company'];
const layout = (start: string, skipLines?: number) =>
	layoutOf(start, (name) => known.includes(name), skipLines);

describe('what separates values, and the line that names the columns, are found', () => {
	test.each<[string, string, string, number]>([
		['commas', 'Name,Email', ',', 0],
		['semicolons', 'Name;Email;Note\n"a,b,c,d";x;y', ';', 0],
		['semicolons, and a comma in quotes', '"Name, full";Email', ';', 0],
		['tabs', 'Name\tEmail', '\t', 0],
		['bars', 'Name|Email', '|', 0],
		['one column', 'Name', ',', 0],
		['names that nobody knows', 'Firma;Ort\nEmail, Name;x', ';', 0],
		['half of the names known', 'Name,Frist name\nEmail,Value', ',', 0],
		['blank lines above', '\n\r\nName,Email', ',', 2],
		['what Excel writes', 'sep=;\r\nName;Email', ';', 1],
		['what Excel writes, of another sign', '"sep=^"\r\nName^Email', '^', 1],
		['notes above', 'Notes:\n"Some, are missing"\n\nFirst Name,Last Name,Company', ',', 3],
		['a title with a comma above', 'Deals, all of them\nName;Email;Value', ';', 1],
		['a title of a known word above', 'Email\n\nName,Value', ',', 2],
		['lines above that a spreadsheet filled up', 'Notes:,,\n,,\nName,Email,Value', ',', 2],
		['columns without a name at the end', 'Email,,,\nName,Value,,', ',', 1],
		['a wider line above', 'Deals,of,Acme,2026\nName,Email,Value', ',', 1],
		['a wide row of a few such words', 'Firma,Ort,Land\nEmail,Name,x', ',', 0],
	])('%s', (_, start, delimiter, linesAbove) => {
		expect(layout(start)).toEqual({ delimiter, linesAbove });
	});
});

test('lines are left out as asked, whatever stands in them', () => {
	expect(layout('Name,Email\nFirma,Ort\n', 1)).toEqual({ delimiter: ',', linesAbove: 1 });
	expect(layout('sep=;\n\nx\nFirma;Ort\n', 3)).toEqual({ delimiter: ';', linesAbove: 3 });
});

test('values of a line are separated outside quotes', () => {
	expect(cellsOf('a,"b,c", d\r', ',')).toEqual(['a', 'b,c', 'd']);
});

test.each(['=1+1', '+49 30 1', '-5', '@SUM(1)', '\t=1', "'=1", "''@x"])(
	'a cell that a spreadsheet would run is kept from it, and comes back as it was: %j',
	(cell) => {
		expect(guarded(cell)).toMatch(/^'/);
		expect(unguarded(guarded(cell))).toBe(cell);
	},
);

test.each(['Acme', "'quoted'", '5', 'a=b', ''])('any other cell stays as it is: %j', (cell) => {
	expect(guarded(cell)).toBe(cell);
	expect(unguarded(cell)).toBe(cell);
});
