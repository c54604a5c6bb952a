import { expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { deleteForm } from '../../src/forms/removal';
import { keepSpam } from '../../src/forms/spamStore';
import { findFormById } from '../../src/forms/store';
import { limits } from '../../src/limits';
import { addForm } from './formFixture';
import { Visitor } from './visitor';

const fluid = fluidForFile();

async function leftOf(form: string): Promise<unknown> {
	return fluid.service.database.get(sql`
		select (select count(*) from forms where id = ${form}) as forms,
			(select count(*) from submissions where form_id = ${form}) as submissions,
			(select count(*) from spam where form_id = ${form}) as spam`);
}

test('a form goes with all that was sent through it, a part at a time, and its deals stay', async () => {
	limits.rowsAtOnce = 2;
	const { context } = fluid.service;
	const [form, other] = [await addForm(fluid), await addForm(fluid)];
	for (const id of [form, other])
		for (const name of ['Ada', 'Grace', 'Edsger'])
			await new Visitor(`${fluid.url}/f/${id}`, 'https://www.example.com').send({
				name,
				email: `${name}@example.com`,
			});
	const found = (await findFormById(context.database, form))!;
	await context.database.write(fluid.workspaceId, async (transaction) => {
		await keepSpam(transaction, found, { name: 'Robot' }, new Date());
		await keepSpam(transaction, found, { name: 'Robot again' }, new Date());
	});
	let parts = 0;
	const counting = {
		...context,
		database: new Proxy(context.database, {
			get: (target, name) => {
				if (name === 'write') parts += 1;
				const value = Reflect.get(target, name) as unknown;
				return typeof value === 'function' ? value.bind(target) : value;
			},
		}),
	};

	await deleteForm(counting, found);

	expect(parts).toBe(3);
	expect(await leftOf(form)).toEqual({ forms: 0, submissions: 0, spam: 0 });
	expect(await leftOf(other)).toEqual({ forms: 1, submissions: 3, spam: 0 });
	expect((await fluid.get('/api-deals')).body.data).toHaveLength(3);
});
