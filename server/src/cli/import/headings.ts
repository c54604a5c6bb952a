import { plain } from './plain';

/** What a heading of another system's export means for a deal. */
export type Heading =
	| {
			fills: string;
			rank: number;
			/** What stands between values where a cell holds several, of which the first counts. */
			between?: string | undefined;
	  }
	/** The other system's own ID of the row. */
	| { isForeignId: true }
	/** Known, and nothing that a deal has a field for. */
	| { isLeftOut: true };

/**
 * How HubSpot, Pipedrive, Salesforce, Close, Apollo, LinkedIn, Google and Outlook name the columns of their exports, by
 * the field each fills. Where several fill one field, the first of them that has a value in a row counts.
 */
const usual: Record<string, string> = {
	name: 'Deal - Title, Deal Title, Opportunity Name, Opportunity',
	value:
		'Amount, Deal - Value, Deal Value, Deal Amount, Opportunity Value, Opportunity Amount, Amount in company currency',
	currency:
		'Deal - Currency, Deal - Currency of Value, Deal Currency, Amount Currency, Opportunity Currency, Currency Code, Currency ISO Code, value_currency',
	pipeline: 'Pipeline, Deal - Pipeline, Deal Pipeline, pipeline_name',
	stage: 'Deal Stage, Deal - Stage, Opportunity Stage, Pipeline Stage',
	status: 'Deal - Status, Deal Status, Opportunity Status, status_type',
	lost_reason: 'Deal - Lost reason',
	expected_close_date: 'Close Date, Deal - Expected close date, Expected Close',
	conversation_links:
		'Conversation URL, Conversation Link, Conversation URLs, Thread URL, Thread Link, Inbox URL',
	source:
		'Lead Source, Deal - Source, Deal Source, Original Source, Original Traffic Source, Deal - Source channel',
	labels:
		'Deal - Label, Deal - Labels, Deal Label, Tags, Deal Tags, Categories, Person - Label, Person - Labels',
	note: 'Notes, Description, Deal Description, Opportunity Description, Next Step',
	owner_email: 'Deal Owner Email, Opportunity Owner Email, Contact Owner Email',
	'contact.email':
		'Email Address, E-mail Address, Person - Email, Person - Email - Work, Contact Email, Work Email, Primary Email, primary_contact_primary_email, primary_email, E-mail 1 - Value, Email 1, Person - Email - Home, Person - Email - Other, E-mail 2 - Value, E-mail 2 Address, Secondary Email, Tertiary Email, E-mail 3 Address, Personal Email',
	'contact.name':
		'Contact Person, Deal - Contact person, Person - Name, Person, Full Name, Contact, Primary Contact, primary_contact_name, Associated Contact, Associated Contacts, Lead Name',
	'contact.first_name':
		'Given Name, Person - First name, Contact First Name, primary_contact_first_name, Forename',
	'contact.last_name':
		'Family Name, Person - Last name, Contact Last Name, primary_contact_last_name, Surname',
	'contact.title':
		'Position, Person - Job title, Contact Title, Organization Title, Organization 1 - Title, primary_contact_title, Title',
	'contact.phone':
		'Phone Number, Person - Phone, Person - Phone - Work, Work Phone, Work Direct Phone, Business Phone, Primary Phone, primary_contact_primary_phone, primary_phone, Phone 1 - Value, Phone 1, Mobile Phone, Mobile Phone Number, Mobile, Person - Phone - Mobile, Corporate Phone, Company Phone, Company Main Phone, Business Phone 2, Home Phone, Person - Phone - Home, Other Phone, Person - Phone - Other, Phone 2 - Value',
	'contact.linkedin_url':
		'Person Linkedin Url, LinkedIn, LinkedIn Profile, LinkedIn Profile URL, Person - LinkedIn, Contact LinkedIn',
	'company.name':
		'Account Name, Account, Deal - Organization, Organization, Organization - Name, Organization Name, Organization 1 - Name, Company / Account, Person - Organization, Associated Company, Associated Companies, Company Name for Emails',
	'company.domain':
		'Company Domain Name, Website, Website URL, Company Website, Organization - Website, Account Website, Website 1 - Value, Web Page, Domain',
};

const FOREIGN_IDS =
	'Record ID, Deal - ID, Deal ID, Opportunity ID, Lead ID, ID, Opportunity - ID, Deal Record ID, Hubspot ID, Salesforce ID, Pipedrive ID';

/** Columns that say nothing a deal of Fluid has a field for, unless a custom field has the name. */
const LEFT_OUT = [
	// Days and times.
	'Create Date, Created, Created Date, Created At, Created On, Creation Date, date_created, Deal - Deal created, Closed Date, date_won, date_lost, Deal - Won time, Deal - Lost time, Deal - Deal closed on, Deal - Update time, date_updated, Last Modified Date, Last Modified, Updated, Updated At, Last Activity, Last Activity Date, Last Contacted, Connected On, Deal - Next activity date, Deal - Last activity date, Deal - Last email received, Deal - Last email sent, Deal - Last stage change, Deal - Archive time, Person - Person created, Person - Update time, Person - Next activity date, Person - Last activity date, first_communication_date, last_communication_date, Primary Email Last Verified At, Next Activity Date, Birthday, Anniversary',
	// Who made or owns it: names, where Fluid knows people by their email addresses.
	'Deal Owner, Deal - Owner, Deal - Creator, Opportunity Owner, Opportunity Owner Alias, Owner Role, Contact Owner, Lead Owner, Account Owner, Company Owner, Person - Owner, HubSpot Team, Owner, updated_by, user_name, Created By, Last Modified By, created_by_name, updated_by_name',
	// IDs of other things than the row.
	'Associated Contact IDs, Associated Company IDs, Associated Deal IDs, Associated Deal, Associated Deals, Contact ID, Account ID, Organization - ID, Person - ID, contact_id, user_id, Apollo Contact Id, Apollo Account Id, Company ID, Owner ID, Primary Associated Company ID, Deal - Organization ID, Deal - Contact person ID, Deal - Source origin ID, Deal - Source channel ID, status_id, html_url, Subsidiary of (Organization ID)',
	// What the other system thinks of a deal or a person.
	'Number of Associated Contacts, Number of Associated Deals, Number of Associated Companies, Number of times contacted, Number of Sales Activities, Deal Score, Forecast Probability, Days to close, Annual contract value, Annual recurring revenue, Monthly recurring revenue, Total contract value, Deal Type, Type, Priority, Probability, Probability (%), Deal - Probability, Deal - Weighted value, Weighted value, Deal - Currency of Weighted value, Deal - MRR, Deal - ARR, Deal - ACV, Deal - Source origin, Deal - Archive status, Person - Closed deals, Person - Open deals, Person - Total activities, Person - Done activities, Person - Activities to do, Person - Email messages count, Person - Visible to, Weighted Amount, Amount (converted), Amount (converted) Currency, Expected Revenue Currency, Is Deleted, Forecast Category, Forecast Amount, Expected Revenue, Fiscal Period, Fiscal Year, Age, Stage Duration, Closed, Won, Is Closed, Is Won, Deal Probability, Deal - Total activities, Deal - Done activities, Deal - Activities to do, Deal - Email messages count, Deal - Product quantity, Deal - Product amount, Deal - Visible to, Deal - Value in default currency, Closed Lost Reason, Closed Won Reason, num_opportunities, next_task_text, confidence, value_period, value_formatted, annualized_value, expected_value, Lead Status, Lifecycle Stage, Marketing contact status, Rating',
	'primary_email_type, other_emails, primary_phone_type, other_phones, primary_url, other_urls, primary_contact_primary_email_type, primary_contact_other_emails, primary_contact_primary_phone_type, primary_contact_other_phones, primary_contact_primary_url, Secondary Email Source, Secondary Email Status, Secondary Email Verification Source, Tertiary Email Source, Tertiary Email Status, Tertiary Email Verification Source, Email Status, Email Confidence, Primary Email Source, Primary Email Verification Source, Primary Email Catch-all Status, Seniority, Departments, Sub Departments, Department, Lists, # Employees, Number of Employees, Employees, Industry, Keywords, Company Linkedin Url, Facebook Url, Twitter Url, Technologies, Annual Revenue, Total Funding, Latest Funding, Latest Funding Amount, Last Raised At, Number of Retail Locations, Email Sent, Email Open, Email Bounced, Replied, Demoed, Intent Topics, Primary Intent Topic, Primary Intent Score, Secondary Intent Topic, Secondary Intent Score, Qualify Contact, Subsidiary of, Do Not Call',
	// Where people live, and what they are called besides.
	'City, State, Country, Country/Region, State/Region, State/Province, Postal Code, Zip, Zip/Postal Code, Street, Street Address, Address, Company Address, Company City, Company State, Company Country, Mailing Street, Mailing City, Mailing State/Province, Mailing Zip/Postal Code, Mailing Country, Organization - Address, Person - Postal address, Person - Instant messenger, primary_address_1, primary_address_2, primary_address_city, primary_address_state, primary_address_zip, primary_address_country, addresses, Time Zone, Location',
	"Middle Name, Additional Name, Suffix, Prefix, Name Prefix, Name Suffix, Salutation, Nickname, File As, Initials, Yomi Name, Short Name, Maiden Name, Given Name Yomi, Additional Name Yomi, Family Name Yomi, Given Yomi, Surname Yomi, Company Yomi, IMAddress, Personal Web Page, Schools, Phonetic First Name, Phonetic Middle Name, Phonetic Last Name, Gender, Photo, Group Membership, Occupation, Hobby, Language, Billing Information, Directory Server, Mileage, Sensitivity, Subject, Organization Department, E-mail Type, E-mail Display Name, Spouse, Children, Profession, Account Number, User 1, User 2, User 3, User 4, Assistant's Name, Manager's Name, Referred By, Office Location, Organizational ID Number, Government ID Number, Internet Free Busy, Private, Show, Web Page 2",
];

/** The many columns of address books: "E-mail 1 - Label", "Business Street 2", "Address 1 - City", "Home Fax". */
const ADDRESS_BOOK =
	/^(e-?mail|phone|website|address|organization|relation|event|im|custom field|external id) \d+ - |^e-mail \d (type|display name|address)$|^(business|home|other) (street|city|state|postal code|country|address)\b|fax$|^(assistant\'s|callback|car|radio|tty\/tdd|other|pager|isdn|telex|company main|home phone 2)\b/i;

type Exception = {
	/** One of these columns identifies the export. */
	signs: string[];
	/** What its columns mean there, or null where they mean nothing for a deal. */
	fills: Record<string, string | null>;
};

/** Columns whose names mean something else in some exports. */
const exceptions: Exception[] = [
	// LinkedIn's connections.
	{ signs: ['Connected On'], fills: { URL: 'contact.linkedin_url' } },
	// Apollo's stage is one of the person, e.g. Cold.
	{ signs: ['Apollo Contact Id', 'Person Linkedin Url'], fills: { Stage: null } },
	// Google's contacts: groups such as "* myContacts", and the person's name.
	{
		signs: ['E-mail 1 - Value', 'Phone 1 - Value', 'Group Membership'],
		fills: { Labels: null, Name: 'contact.name' },
	},
	// Outlook: Mr. or Dr.
	{ signs: ['Suffix', 'E-mail Type', 'E-mail Display Name'], fills: { Title: null } },
	{ signs: ['status_type'], fills: { status_label: 'stage', lead_name: 'company.name' } },
	// Close's contacts: the person, and the lead, which is a company.
	{
		signs: ['primary_email', 'primary_phone'],
		fills: { name: 'contact.name', lead_name: 'company.name' },
	},
	// Pipedrive's list of deals, whose columns do not begin with "Deal - ".
	{ signs: ['Expected close date', 'Weighted value'], fills: { Title: 'name' } },
	// Close: a lead is a company, and its status is none of a deal.
	{
		signs: ['status_label', 'display_name'],
		fills: {
			status_label: null,
			contacts: null,
			display_name: 'company.name',
			url: 'company.domain',
		},
	},
];

/** HubSpot names all that a deal is associated with in one cell; Google all addresses of a kind. */
const SEVERAL: Array<[names: RegExp, between: string]> = [
	[/^associated (contact|compan(y|ies))s?$/i, ';'],
	[/^(e-?mail|phone|website) \d+ - value$/i, ':::'],
];

/** Returns what a column means in the export that the other columns identify, where its name means something else elsewhere. */
export function exceptionOf(name: string, header: readonly string[]): Heading | undefined {
	const names = new Set(header.map(plain));
	for (const { signs, fills } of exceptions) {
		if (!signs.some((sign) => names.has(plain(sign)))) continue;
		const found = Object.entries(fills).find(([each]) => plain(each) === plain(name));
		if (found !== undefined) {
			const [, path] = found;
			return path === null ? { isLeftOut: true } : { fills: path, rank: 0 };
		}
	}
	return undefined;
}

/** Returns what a column means that is named as in an export of another system; undefined where it is not. */
export function headingOf(name: string): Heading | undefined {
	// "Last Activity Date (GMT+01:00)"
	const found = known.get(plain(name)) ?? known.get(plain(name.replace(/\s*\([^()]*\)\s*$/, '')));
	return found ?? (ADDRESS_BOOK.test(name.trim()) ? { isLeftOut: true } : undefined);
}

const known = new Map<string, Heading>([
	...namesIn(LEFT_OUT.join(', ')).map((name) => [plain(name), { isLeftOut: true }] as const),
	...namesIn(FOREIGN_IDS).map((name) => [plain(name), { isForeignId: true }] as const),
	...Object.entries(usual).flatMap(([fills, names]) =>
		namesIn(names).map((name, index) => {
			const between = SEVERAL.find(([several]) => several.test(name))?.[1];
			return [plain(name), { fills, rank: index + 1, between }] as const;
		}),
	),
]);

function namesIn(text: string): string[] {
	return text.split(', ');
}
