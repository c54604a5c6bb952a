// The directions of imports, checked by `npm run lint`. docs/decisions.md says why they are these.

/** The rooms of server/src from the lowest up: what stands in one line may import one another and all below it. */
export const rooms = [
	['values', 'timing'],
	['database', 'html'],
	['problems'],
	['secrets'],
	['http'],
	['pipelines', 'proofs', 'runs'],
	['webhooks'],
	['events'],
	['bulk', 'companies', 'keys'],
	['signIn'],
	['workspaces'],
	['contacts'],
	['deals'],
	['records', 'forms', 'undo'],
	['duplicates', 'erasure'],
	['pipelineEditing'],
	['alerts', 'blueprints', 'health', 'docs', 'doctor', 'templateLibrary'],
	['agency'],
	['ui'],
	['cli'],
];

const inServer = (names) => `^server/src/(${names.join('|')})/`;

/** What answers requests at the edge of a room of the domain; nothing else of it knows of HTTP. */
const EDGE = String.raw`([rR]outes|/bodies|/receive|/publicForms|/requireApiKey|/requireAgencyKey|/bearer)\.ts$`;

const upwards = rooms.slice(0, -1).map((names, level) => ({
	name: `${names.join('-')}-imports-from-below-only`,
	severity: 'error',
	from: { path: inServer(names) },
	to: { path: inServer(rooms.slice(level + 1).flat()) },
}));

/** What of the root each room may import; the rest of it puts the rooms together and starts them. */
const FOR_ALL = ['config', 'context', 'deliveryClient', 'limits', 'origin', 'wrongSetting'];

const only = (name, from, to) => ({
	name,
	severity: 'error',
	from: { path: from },
	to: { path: '^(contract|credentials|nodes|scripts|server|test|zapier-app)/', pathNot: to },
});

export default {
	forbidden: [
		{
			name: 'no-circles',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		...upwards,
		{
			name: 'rooms-do-not-import-what-puts-them-together',
			severity: 'error',
			from: { path: inServer(rooms.slice(0, -3).flat()) },
			to: {
				path: String.raw`^server/src/[^/]+\.ts$`,
				pathNot: `^server/src/(${FOR_ALL.join('|')})\\.ts$`,
			},
		},
		{
			name: 'only-the-app-imports-pages',
			severity: 'error',
			from: { path: '^server/src/', pathNot: '^server/src/(ui/|app\\.ts$)' },
			to: { path: '^server/src/ui/' },
		},
		{
			name: 'domain-knows-nothing-of-http',
			severity: 'error',
			from: {
				path: inServer(rooms.slice(5, -2).flat()),
				pathNot: EDGE,
			},
			to: { path: '^server/src/http/' },
		},
		only('contract-stands-alone', '^contract/', '^contract/'),
		only(
			'database-knows-nothing-of-the-service',
			'^server/src/database/',
			'^(contract/identity|server/src/(database|values|timing)/|server/src/limits)',
		),
		only(
			'nodes-import-the-contract-only',
			'^(nodes|credentials)/',
			'^(contract|credentials|nodes)/',
		),
		only('zapier-app-imports-the-contract-only', '^zapier-app/src/', '^(contract|zapier-app)/'),
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'server/tsconfig.json' },
	},
};
