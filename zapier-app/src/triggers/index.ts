import type { Trigger } from 'zapier-platform-core';
import { eventNames } from '../../../contract/events';
import { eventTrigger } from './eventTrigger';

/** The instant triggers, one for each event. */
export const eventTriggers: Record<string, Trigger> = Object.fromEntries(
	eventNames.map(eventTrigger).map((trigger) => [trigger.key, trigger]),
);
