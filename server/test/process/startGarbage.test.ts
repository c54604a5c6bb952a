import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { collectStartGarbage } from '../../src/startGarbage';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

test('what the start left behind is collected once, when nobody waits for an answer', () => {
	const collect = vi.fn();
	const busy = vi.spyOn(performance, 'eventLoopUtilization');
	const utilization = (part: number) =>
		busy.mockReturnValue({ idle: 1 - part, active: part, utilization: part });

	utilization(0.6);
	collectStartGarbage(collect);
	vi.advanceTimersByTime(20_000);
	expect(collect).not.toHaveBeenCalled();

	utilization(0.01);
	vi.advanceTimersByTime(20_000);
	expect(collect).toHaveBeenCalledOnce();
});
