/** What people write, with what must come out; a fault is what the sentence says that refuses it. */
export type Written = [written: unknown, read: unknown] | [written: unknown, fault: RegExp];

export const money: Written[] = [
	[4800, 4800],
	['4800', 4800],
	['4 800', 4800],
	["1'200.50", 1200.5],
	['4800,5', 4800.5],
	['$4,800', 4800],
	['4.800 €', 4800],
	['US$ 5,000', 5000],
	["CHF 1'200.50", 1200.5],
	['5000 kr', 5000],
	['12,500.00', 12500],
	['1.234,50 €', 1234.5],
	['4,800', 4800],
	['4.800', 4800],
	['5k', 5000],
	['1.5m', 1500000],
	['(500)', /^Value: "\(500\)" is below 0\./],
	['-5', /^Value: "-5" is below 0\./],
	['Plan 3: 4800', /^Value: "Plan 3: 4800" is not an amount\./],
	['a lot', /^Value: "a lot" is not an amount\./],
	['-', /^Value: "-" is not an amount\./],
	['1e308', /^Value: "1e308" is not an amount\./],
];

export const wholeNumbers: Written[] = [
	['3', 3],
	[' 10 ', 10],
	['0', 0],
	['next week', /^Reminder in Days: "next week" is not a whole number\./],
	['2.5', /^Reminder in Days: "2.5" is not a whole number\./],
	['in 3 days', /^Reminder in Days: /],
];

/** In Europe/Berlin. */
export const moments: Written[] = [
	['2030-12-01 15:30', '2030-12-01T14:30:00.000Z'],
	['1.12.2030 15:30', '2030-12-01T14:30:00.000Z'],
	['Dec 1, 2030 at 3:30 PM', '2030-12-01T14:30:00.000Z'],
	['2030-12-01T15:30:00Z', '2030-12-01T15:30:00.000Z'],
	['2030-12-01 09:00 +0100', '2030-12-01T08:00:00.000Z'],
	['03/12/2030 10:00', /^Reminder At: "03\/12\/2030 10:00" does not say whether the day/],
	['2030-11-31 10:00', /^Reminder At: .* is a day that does not exist\./],
	['tomorrow', /^Reminder At: "tomorrow" is not a date and time\./],
	['whenever', /^Reminder At: /],
];

type OwnField = { key: string; name: string; type: string; options?: string[] };

/** Custom fields of every type, each with what people write into it. */
export const customFields: Array<OwnField & { values: Written[] }> = [
	{
		key: 'zip',
		name: 'ZIP Code',
		type: 'text',
		values: [
			[10115, '10115'],
			[' 10115 ', '10115'],
			[true, 'true'],
		],
	},
	{
		key: 'story',
		name: 'Story',
		type: 'long_text',
		values: [['Once,\nand again', 'Once,\nand again']],
	},
	{
		key: 'seats',
		name: 'Seats',
		type: 'number',
		values: [
			['12,500.00', 12500],
			['4800,5', 4800.5],
			['(500)', -500],
			['-5', -5],
			['5k', 5000],
			['4,800', /^Seats: "4,800"/],
			['4.800', /^Seats: "4.800"/],
			['a dozen', /^Seats: "a dozen" is not a number\./],
		],
	},
	{
		key: 'renewal',
		name: 'Renewal',
		type: 'date',
		values: [
			['2026-12-01', '2026-12-01'],
			['1.12.2026', '2026-12-01'],
			['13/12/2026', '2026-12-13'],
			['24 Nov 2026', '2026-11-24'],
			['2026-12-01 15:30', '2026-12-01'],
			['2026-12-01T00:00:00+01:00', '2026-12-01'],
			[
				'03/12/2026',
				/^Renewal: "03\/12\/2026" does not say whether the day or the month comes first\./,
			],
			['01-12-2026', /^Renewal: /],
			['2026-11-31', /^Renewal: "2026-11-31" is a day that does not exist\./],
			['29.02.2027', /^Renewal: /],
			['soon', /^Renewal: "soon" is not a date\./],
		],
	},
	{
		key: 'vip',
		name: 'VIP',
		type: 'boolean',
		values: [
			['yes', true],
			['Y', true],
			['true', true],
			['1', true],
			['on', true],
			[true, true],
			['no', false],
			['off', false],
			['false', false],
			[false, false],
			['maybe', /^VIP: "maybe" is neither yes nor no\./],
		],
	},
	{
		key: 'industry',
		name: 'Industry',
		type: 'select',
		options: ['SaaS', 'Retail'],
		values: [
			['SaaS', 'SaaS'],
			[' saas ', 'SaaS'],
			['Sass', /^Industry: "Sass" is not one of the options\. Choose from: SaaS, Retail\./],
		],
	},
	{
		key: 'channels',
		name: 'Channels',
		type: 'multi_select',
		options: ['A', 'B', 'C, D'],
		values: [
			['A,B', ['A', 'B']],
			['a; b', ['A', 'B']],
			[
				['A', 'B'],
				['A', 'B'],
			],
			[['A,B'], ['A', 'B']],
			['C, D', ['C, D']],
			['A,X', /^Channels: "X" is not one of the options\./],
		],
	},
	{
		key: 'site',
		name: 'Site',
		type: 'url',
		values: [
			['example.com', 'https://example.com'],
			['http://example.com/a', 'http://example.com/a'],
			['none', /^Site: "none" is not a web address\./],
			['https:\\\\example.com', /^Site: /],
			['https://ada:secret@example.com', /^Site: /],
		],
	},
	{
		key: 'billing',
		name: 'Billing',
		type: 'email',
		values: [[' ada@example.com ', 'ada@example.com']],
	},
	{ key: 'hotline', name: 'Hotline', type: 'phone', values: [[4420, '4420']] },
];

export const labels: Written[] = [
	['cold, warm', ['cold', 'warm']],
	['cold; warm', ['cold', 'warm']],
	[
		['cold', 'warm'],
		['cold', 'warm'],
	],
	[['cold, warm'], ['cold', 'warm']],
	['cold email', ['cold email']],
];
