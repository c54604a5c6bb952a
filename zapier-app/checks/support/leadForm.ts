import { sql } from '../../../server/src/database/sql.ts';
import { newId } from '../../../server/src/ids.ts';
import type { FluidFixture } from '../../../test/support/fluid.ts';

/** Makes a lead form in the first pipeline's first stage; answers its id. */
export async function addLeadForm(fluid: FluidFixture, name: string): Promise<string> {
	const { body } = await fluid.get('/api-stages');
	const [stage] = body.data as [{ id: string; pipeline_id: string }];
	const id = newId('frm');
	await fluid.service.database.write((transaction) =>
		transaction.run(sql`
			insert into forms (id, workspace_id, name, pipeline_id, stage_id, created_at)
			values (${id}, ${fluid.workspaceId}, ${name}, ${stage.pipeline_id}, ${stage.id}, ${new Date().toISOString()})`),
	);
	return id;
}
