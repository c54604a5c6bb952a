import { addForm } from '../../../server/test/forms/formFixture.ts';
import { Visitor } from '../../../server/test/forms/visitor.ts';
import type { FluidFixture } from '../../../test/support/fluid.ts';

/** Makes a lead form in the first pipeline's first stage; answers its id. */
export function addLeadForm(fluid: FluidFixture, name: string): Promise<string> {
	return addForm(fluid, { name });
}

/** Sends a lead form as a visitor does to whom a page shows it that was written by hand. */
export async function sendLeadForm(fluid: FluidFixture, id: string): Promise<void> {
	const visitor = new Visitor(`${fluid.url}/f/${id}`, 'https://www.example.com');
	const { status, page } = await visitor.send({
		name: 'Ida Rhodes',
		email: 'ida@example.com',
		company: 'Computing Ltd',
		message: 'Can we talk on Thursday?',
	});
	if (status !== 303) throw new Error(`The form was not taken: ${page}`);
}
