import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { serveFile } from '../../../html/file';
import { TEMPLATE_FOLDER, templates } from '../../../templateLibrary/catalog';
import { TEMPLATES } from './paths';

/** The files, for everybody: there is nothing in them that is anybody's. */
export function templateRoutes(app: FastifyInstance): void {
	const blueprints = templates().flatMap(({ blueprint }) => (blueprint ? [blueprint] : []));
	for (const file of [...templates().map((template) => template.file), ...blueprints]) {
		serveFile(app, `${TEMPLATES}/${file}`, join(TEMPLATE_FOLDER, file), {
			'content-disposition': `attachment; filename="${file}"`,
		});
	}
}
