import { defineApp, version as platformVersion } from 'zapier-platform-core';
import { version } from '../package.json';
import { authentication } from './authentication';
import { creates } from './creates';
import { dropdowns } from './dropdowns';
import { addQuery, explainRefusal, sendKey } from './middleware';
import { searches, searchOrCreates } from './searches';
import { eventTriggers } from './triggers';

export = defineApp({
	version,
	platformVersion,
	// A refusal to a request that came too fast is explained like every other.
	flags: { throwForThrottlingEarly: false },
	authentication,
	beforeRequest: [sendKey, addQuery],
	afterResponse: [explainRefusal],
	triggers: { ...eventTriggers, ...dropdowns },
	creates,
	searches,
	searchOrCreates,
});
