// Builds the service: node scripts/bundleService.mjs
import { dirname, join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { inRepository } from './repository.mjs';

const SOURCES = inRepository('server/src');
const MODULES = inRepository('server/dist');
const PROGRAMS = join(MODULES, 'programs');
/** Of Node.js itself and of node_modules; what rolldown adds to a module is of neither. */
const PACKAGES = /^(node:|(?!@oxc-project)@?[a-z][\w.-]*(\/|$))/;
/** It is started by its file. */
const THREAD = 'database/checkpointThread.ts';

/** The service and the command in a few files with all that they load: it starts in two thirds of the time of its 1,100 modules. */
await write(
	{
		input: { service: join(SOURCES, 'main.ts'), fluid: join(SOURCES, 'cli/main.ts') },
		// A native driver that pg can use in place of its own, and that nobody here has.
		external: ['pg-native'],
		plugins: [{ name: 'places of modules', transform: withPlaces }],
	},
	{
		dir: PROGRAMS,
		entryFileNames: '[name].cjs',
		chunkFileNames: 'part-[name].cjs',
		banner: ({ isEntry }) => (isEntry ? `(${refuseOldNode})();` : ''),
	},
);

/** Each module by itself, for its thread, benchmarks, the demo and tests. */
await write(
	{
		input: [join(SOURCES, 'main.ts'), join(SOURCES, 'cli/main.ts'), join(SOURCES, THREAD)],
		// Of JSON as well: a module of the same name would have to be called otherwise.
		external: [PACKAGES, /\.json$/],
		treeshake: false,
	},
	{ dir: MODULES, preserveModules: true, preserveModulesRoot: inRepository() },
);

/** Where it is started without `npm start`, an older Node.js would say only that a module of its own is not there. */
function refuseOldNode() {
	if (Number(process.versions.node.split('.')[0]) >= 24) return;
	console.error(
		`Fluid needs Node.js 24 or newer; this is ${process.version}. Install it, or use npm start and npm run fluid, which bring one along.`,
	);
	process.exit(1);
}

async function write(input, output) {
	const bundle = await rolldown({
		platform: 'node',
		resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
		...input,
	});
	await bundle.write({ format: 'cjs', ...output });
	await bundle.close();
}

/** What lies beside a module stays there: in a file of many modules it says where that is. */
function withPlaces(code, id) {
	if (!id.startsWith(SOURCES) || !/__(dir|file)name/.test(code)) return null;
	const built = join(MODULES, relative(inRepository(), id)).replace(/\.ts$/, '.js');
	const place = (path) =>
		`require('node:path').join(__dirname, ${JSON.stringify(relative(PROGRAMS, path).replaceAll(sep, '/'))})`;
	return code.replace(/__(dir|file)name/g, (name) =>
		place(name === '__dirname' ? dirname(built) : built),
	);
}
