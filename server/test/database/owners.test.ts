import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { tablesWithoutOwner } from './owners';

const fluid = fluidForFile();

test('every table says of each row whose it is', async () => {
	expect(await tablesWithoutOwner(fluid.service.database)).toEqual([]);
});
