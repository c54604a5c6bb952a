/** What happened in the demo's workspace, oldest first; the same `external_id` again is a change of that deal. */
export const deals = [
	{
		time: '2026-11-23T09:14:00Z',
		external_id: 'northwind-41',
		name: 'Riverside Clinic · new website',
		value: 12800,
		contact: { name: 'Amara Okafor', email: 'amara@riverside.example', title: 'Practice manager' },
		company: { name: 'Riverside Clinic', domain: 'riverside.example' },
	},
	{
		time: '2026-11-23T11:02:00Z',
		external_id: 'northwind-42',
		name: 'Bluebird Coffee · online shop',
		value: 7400,
		contact: { name: 'Jonas Weber', email: 'jonas@bluebird.example' },
		company: { name: 'Bluebird Coffee', domain: 'bluebird.example' },
		reminder: { at: '2026-11-24T16:00:00Z', note: 'Send the proposal' },
	},
	{
		time: '2026-11-23T15:40:00Z',
		external_id: 'northwind-41',
		stage: 'Meeting booked',
	},
	{
		time: '2026-11-24T08:31:00Z',
		external_id: 'northwind-43',
		name: 'Ada & Co · brand refresh',
		value: 4800,
		stage: 'Contacted',
		contact: { name: 'Ada Lovelace', email: 'ada@example.com', title: 'Founder' },
		company: { name: 'Ada & Co' },
		reminder: { at: '2026-11-23T09:00:00Z', note: 'Ring back' },
	},
	{
		time: '2026-11-24T12:05:00Z',
		external_id: 'northwind-44',
		name: 'Lumen Yoga · booking page',
		value: 2950,
		contact: { name: 'Priya Nair', email: 'priya@lumen.example' },
		company: { name: 'Lumen Yoga', domain: 'lumen.example' },
	},
	{
		time: '2026-11-24T13:10:00Z',
		external_id: 'northwind-42',
		status: 'won',
	},
	{
		time: '2026-11-24T13:48:00Z',
		external_id: 'northwind-44',
		stage: 'Proposal sent',
		reminder: { at: '2026-11-27T09:00:00Z', note: 'Ask for a decision' },
	},
];
