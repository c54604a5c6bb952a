import { bundle, type Schema } from '../../../contract/bundle';
import { calls } from '../../../contract/calls';
import { eventNames } from '../../../contract/events';
import { problems } from '../../../contract/problems';
import { schemas } from '../../../contract/schemas';
import { version } from '../../package.json';
import { apiOperation } from './operation';
import { SCHEMAS } from './schemaReference';
import { webhookOperation } from './webhookOperation';

/** Returns the OpenAPI 3.1 document of the API, put together from the contract. */
export function openApiDocument(publicUrl: string): object {
	return {
		openapi: '3.1.0',
		info: {
			title: 'Fluid API',
			version,
			description:
				'Send leads, change deals and contacts, and receive events. Times are ISO 8601 in UTC.',
			license: { name: 'MIT', identifier: 'MIT' },
		},
		externalDocs: { url: `${publicUrl}/docs`, description: 'The same for people.' },
		servers: [{ url: publicUrl }],
		security: [{ apiKey: [] }],
		tags: [...new Set(calls.map(({ group }) => group))].map((name) => ({ name })),
		paths: paths(publicUrl),
		webhooks: Object.fromEntries(
			eventNames.map((type) => [type, { post: webhookOperation(type) }]),
		),
		components: {
			securitySchemes: {
				apiKey: { type: 'http', scheme: 'bearer', description: problems.missing_key.detail },
				agencyKey: {
					type: 'http',
					scheme: 'bearer',
					description: problems.agency_key_needed.detail,
				},
			},
			schemas: bundle(Object.values(schemas) as Schema[], SCHEMAS),
		},
	};
}

function paths(publicUrl: string): Record<string, object> {
	const byPath = Map.groupBy(calls, ({ path }) => path.replace(/:(\w+)/g, '{$1}'));
	return Object.fromEntries(
		[...byPath].map(([path, own]) => [
			path,
			Object.fromEntries(
				own.map((call) => [call.method.toLowerCase(), apiOperation(call, publicUrl)]),
			),
		]),
	);
}
