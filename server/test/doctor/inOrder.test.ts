import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { checks, examine } from '../../src/doctor/examine';
import { fillEverywhere } from './fillEverywhere';

const fluid = fluidForFile();
const receiver = Receiver.forFile();

test.each(checks)('the doctor finds that $promise', async (check) => {
	if (check === checks[0]) await fillEverywhere(fluid, receiver);
	const { database, secrets } = fluid.service;
	const { findings, looked } = await examine(check, database, secrets, () => new Date(), false);
	expect(findings).toEqual([]);
	expect(looked).toBeGreaterThan(0);
});

test.each(checks.filter(({ repair }) => repair))(
	'$name are as they should be after a repair',
	async (check) => {
		const { database, secrets } = fluid.service;
		expect(await check.repair?.(database, new Date())).toMatch(/\.$/);
		expect((await examine(check, database, secrets, () => new Date(), false)).findings).toEqual([]);
	},
);
