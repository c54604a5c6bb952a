// A thousand deals in one request, one request after the other.
import { median, print } from './support/figures.mts';
import { newDeal, post } from './support/load.mts';
import { startServiceProcess } from './support/processes.mts';

const REQUESTS = 20;
const DEALS = 1000;

const service = await startServiceProcess();
const rates: number[] = [];
for (let request = 0; request < REQUESTS; request += 1) {
	const deals = Array.from({ length: DEALS }, newDeal);
	const startedAt = performance.now();
	const response = await post(service, '/api-ingest', { deals });
	const { created } = (await response.json()) as { created: number };
	if (created !== DEALS) throw new Error(`Only ${created} of ${DEALS} deals were created.`);
	rates.push((DEALS / (performance.now() - startedAt)) * 1000);
}
await service.stop();
console.log(`Bulk ingest, ${REQUESTS} requests of ${DEALS} new deals, answers read`);
print('deals a second', median(rates), '', ['>=', 4000]);
