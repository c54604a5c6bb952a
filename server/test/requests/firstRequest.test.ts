import Ajv2020 from 'ajv/dist/2020';
import { expect, test, vi } from 'vitest';

test('the first deals after a start find their checker compiled: nobody is held up for that', async () => {
	// The modules of a fresh process: other tests have sent deals already.
	vi.resetModules();
	const { startFluid } = await import('../../../test/support/fluid.js');
	const getSchema = vi.spyOn(Ajv2020.prototype, 'getSchema');
	const compiled = () => getSchema.mock.calls.map(([id]) => String(id).split('/').at(-1));
	const fluid = await startFluid();
	try {
		expect(compiled()).toHaveLength(4);

		await fluid.ingest({ deals: [{ name: 'Acme website' }] });
		await fluid.ingest({ name: 'Acme shop' });
		// The test's own client checks the answers.
		const checkedByTheService = (name?: string) => !name?.includes('-result');
		expect(compiled().slice(4).filter(checkedByTheService)).toEqual([]);
	} finally {
		getSchema.mockRestore();
		await fluid.stop();
	}
});
