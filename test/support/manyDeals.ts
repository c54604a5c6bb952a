import type { FluidFixture } from './fluid';

/** Sends in many deals, named "Deal 1" and so on, each worth 100, shared out over the stages in turn. */
export async function sendManyDeals(
	fluid: FluidFixture,
	count: number,
	stageIds: string[],
): Promise<void> {
	for (let from = 0; from < count; from += 1000) {
		const deals = Array.from({ length: Math.min(1000, count - from) }, (_, index) => ({
			name: `Deal ${from + index + 1}`,
			value: 100,
			stage_id: stageIds[(from + index) % stageIds.length],
			contact: { email: `lead-${from + index + 1}@example.com` },
		}));
		const { status, body } = await fluid.ingest({ deals });
		if (status !== 200) throw new Error(JSON.stringify(body).slice(0, 500));
	}
}
