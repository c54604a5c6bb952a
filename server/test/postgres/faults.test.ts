import { expect, test } from 'vitest';
import { DatabaseFault } from '../../src/database/fault';
import { isLost, postgresFault, unknownFate } from '../../src/database/postgres/faults';

const withCode = (code: string) => Object.assign(new Error('as the server says it'), { code });

test.each(['57P01', '57P03', '53300', '08006', 'ECONNREFUSED', 'ECONNRESET', '25006'])(
	'a change is tried again on another connection after %s',
	(code) => {
		expect(isLost(withCode(code))).toBe(true);
	},
);

test.each(['23505', '42601', '40P01', '26000'])('what %s says is of the statement', (code) => {
	expect(isLost(withCode(code))).toBe(false);
});

test.each([
	['ECONNREFUSED', 'unavailable', 'The database (DATABASE_URL) cannot be reached'],
	['53100', 'full', 'The disk of the database is full.'],
	['55P03', 'unavailable', 'Other changes keep the database busy.'],
	['26000', 'unavailable', 'Add ?pgbouncer=true to DATABASE_URL'],
])('%s is answered as %s, with what to do', (code, kind, sentence) => {
	const fault = postgresFault(withCode(code)) as DatabaseFault;
	expect(fault).toMatchObject({ kind, message: expect.stringContaining(sentence) });
});

test('an answer that the driver has not waited for is not called a connection that is gone', () => {
	const { message } = postgresFault(new Error('Query read timeout')) as DatabaseFault;
	expect(message).toMatch(/does not answer in time.*try again in a moment/);
});

test('what is wrong with a statement stays a fault of ours', () => {
	const fault = withCode('42601');
	expect(postgresFault(fault)).toBe(fault);
});

test('a change of which nobody knows whether it was saved says so', () => {
	expect(unknownFate().message).toContain('may have been saved or not');
});
