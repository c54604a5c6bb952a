import { expect, test } from 'vitest';
import { jsonFault } from '../../src/http/jsonFault';

function faultOf(text: string): string {
	try {
		JSON.parse(text);
	} catch (reason) {
		return jsonFault(text, reason as SyntaxError);
	}
	throw new Error('That is valid JSON.');
}

test.each([
	[
		'a secret without quotation marks',
		'{\n  "url": "https://hooks.example.com",\n  "secret": whsec_c2VjcmV0, "events": []\n}',
		"Unexpected token 'w' in line 3, column 13",
	],
	[
		'a header without quotation marks, in a body of one line',
		'{"url": "https://hooks.example.com", "auth_header": Bearer c2VjcmV0}',
		"Unexpected token 'B' in line 1, column 53",
	],
	['a short body', '{"secret":c2VjcmV0}', "Unexpected token 'c' near its beginning"],
	['a plain word', 'c2VjcmV0', "Unexpected token 'c' near its beginning"],
	['a word that only begins like one of JSON', 'undefined', 'it is a plain text'],
	['a half', '{"secret": "c2VjcmV0"', "Expected ',' or '}' after property value in JSON"],
])('of %s it says where the fault is, and repeats nothing else', (_case, text, fault) => {
	expect(faultOf(text)).toContain(fault);
	expect(faultOf(text)).not.toMatch(/2Vj/);
});
