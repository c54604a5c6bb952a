import { readConfig } from './config';
import { failIfUnfinished } from './endUnfinished';
import { firstDealCommand } from './keys/firstDeal';
import { type RunningService, startService } from './start';
import { collectStartGarbage } from './startGarbage';
import { type FirstAccess, prepareFirstStart } from './firstStart';
import { onStopSignals } from './timing/onStopSignals';
import { clock } from './values/clock';
import { WrongSetting } from './wrongSetting';

void main();

async function main(): Promise<void> {
	const done = failIfUnfinished(
		'Fluid cannot start: what it waited for never came. Start it again; should that say the same, start it with LOG_LEVEL=debug.',
	);
	try {
		const config = readConfig(process.env);
		const service = await startService(config);
		const first = await firstStart(service).catch(async (reason) => {
			await service.stop();
			throw reason;
		});
		console.log(
			service.url
				? `Fluid is ready at ${config.publicUrl ?? service.url}`
				: `Fluid is ready to deliver.${service.workerUrl && ` How it is: ${service.workerUrl}/readyz`}`,
		);
		if (first) console.log(welcome(config.publicUrl ?? service.url, first));
		collectStartGarbage();
		void service.database.failure?.then((reason) => giveUp(service, reason));
		onStopSignals(
			() => void stop(service.stop),
			() => process.exit(130),
		);
	} catch (reason) {
		console.error(sentence(reason as Error));
		process.exitCode = 1;
	}
	done();
}

/** A worker has no address that it could show the ways in for: whoever answers requests makes them. */
async function firstStart({ url, database }: RunningService): Promise<FirstAccess | undefined> {
	return url ? prepareFirstStart(database, clock.now()) : undefined;
}

async function stop(stopService: () => Promise<void>): Promise<void> {
	await stopService();
	process.exit(0);
}

/** Whoever runs it starts it again (docs/self-hosting.md). */
async function giveUp(service: RunningService, { message }: Error): Promise<void> {
	console.error(message);
	await service.stop();
	process.exit(1);
}

function welcome(url: string, { key, signInPath }: FirstAccess): string {
	return `
Settings and deals, signed in by this link once: ${url}${signInPath}

Your API key (shown this once): ${key}

Make your first deal:

${firstDealCommand(url, key).replace(/^/gm, '  ')}
`;
}

function sentence(reason: Error): string {
	if (reason instanceof WrongSetting) return reason.message;
	return `Fluid cannot start: ${reason.stack ?? reason.message}`;
}
