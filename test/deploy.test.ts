import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { inRepository } from '../scripts/repository.mjs';

const read = (...path: string[]) => readFileSync(inRepository(...path), 'utf8');
const composeFiles = readdirSync(inRepository('deploy')).filter((name) => name.endsWith('.yaml'));
const units = readdirSync(inRepository('deploy', 'systemd')).filter((name) =>
	name.endsWith('.service'),
);

/** Every variable that the settings are read from. */
const known = new Set(
	[...read('server', 'src', 'config.ts').matchAll(/\b(HOST|PORT|[A-Z]+_[A-Z_]+)\b/g)].map(
		([, name]) => name,
	),
);

/** What is of others: of the images of Node.js, PostgreSQL and n8n. */
const OF_OTHERS = ['NODE_ENV', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD', 'WEBHOOK_URL'];

const settingsIn = (text: string) =>
	[...text.matchAll(/^\s*(?:#|Environment=)?([A-Z][A-Z_]+)(?:: |=)/gm)].map(([, name]) => name);

test('each setting in the files that run the service is one it knows', () => {
	const files = [
		...composeFiles.map((name) => read('deploy', name)),
		...units.map((name) => read('deploy', 'systemd', name)),
		read('deploy', 'systemd', 'fluid.env.example'),
		read('deploy', 'Dockerfile').replaceAll(/^ENV (.*)$/gm, (_, all: string) =>
			all.replaceAll(' ', '\n'),
		),
	];
	const named = files.flatMap(settingsIn).filter((name) => !OF_OTHERS.includes(name as string));
	expect(named.length).toBeGreaterThan(15);
	expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('the image is made of files that exist and are sent to the builder, and runs without rights', () => {
	const dockerfile = read('deploy', 'Dockerfile');
	const ignored = read('.dockerignore');
	const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths]) =>
		(paths as string).split(' '),
	);
	expect(copied.length).toBeGreaterThan(6);
	for (const path of copied) {
		expect([path, existsSync(inRepository(path))]).toEqual([path, true]);
		expect(ignored).toContain(`!${path}\n`);
	}
	expect(dockerfile).toMatch(/^USER node$/m);
	const images = [...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => Number(major));
	const { engines } = JSON.parse(read('server', 'package.json')) as { engines: { node: string } };
	for (const major of images) expect(`>=${major}`).toBe(engines.node);
});

const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0;
test
	.skipIf(!hasCompose)
	.each([[['compose.yaml']], [['compose.postgres.yaml']], [['compose.yaml', 'compose.n8n.yaml']]])(
	'docker compose reads %s',
	(files) => {
		const env = { ...process.env, POSTGRES_PASSWORD: 'x', FLUID_SECRET_KEY: 'x' };
		const args = files.flatMap((name) => ['-f', inRepository('deploy', name)]);
		const read = execFileSync('docker', ['compose', ...args, 'config', '--format', 'json'], {
			env,
		});
		const { services } = JSON.parse(read.toString()) as { services: Record<string, object> };
		expect(Object.keys(services).length).toBeGreaterThan(0);
	},
);

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
test.skipIf(!hasSystemd).each(units)('systemd takes %s', (unit) => {
	const { stderr } = spawnSync('systemd-analyze', [
		'verify',
		'--man=no',
		inRepository('deploy', 'systemd', unit),
	]);
	const faults = stderr
		.toString()
		.split('\n')
		.filter((line) => line.includes(unit));
	// The program is on the machine that runs it.
	expect(faults.filter((line) => !line.includes('is not executable'))).toEqual([]);
});

test.each(units)('%s is started again for as long as its database is away', (name) => {
	const unit = read('deploy', 'systemd', name);
	expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
	expect(unit).toMatch(/^Restart=on-failure$/m);
});

test.each(['service', 'fluid'])('%s says which Node.js it needs to one that is older', (name) => {
	const program = read('server', 'dist', 'programs', `${name}.cjs`);
	const first = program.slice(0, program.indexOf('})();') + '})();'.length);
	const said: string[] = [];
	const ended: number[] = [];
	const run = (version: string) =>
		runInNewContext(first, {
			process: {
				version,
				versions: { node: version.slice(1) },
				exit: (code: number) => ended.push(code),
			},
			console: { error: (text: string) => said.push(text) },
		});

	run('v24.0.0');
	expect(ended).toEqual([]);
	run('v20.20.2');
	expect(said).toEqual([expect.stringContaining('needs Node.js 24 or newer; this is v20.20.2')]);
	expect(ended).toEqual([1]);
});
