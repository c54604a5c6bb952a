const IF_LOST = 'If the key is lost for good, add --without-key,';

/** What a command that takes --without-key says where the key of a database is not there. */
export const ADD_WITHOUT_KEY = `${IF_LOST} and make new secrets then: npm run -s fluid -- secret-key reset`;

/** The same, where the database has the tables of an earlier version afterwards: new secrets stand in those of today. */
export const ADD_WITHOUT_KEY_TO_OLDER = `${IF_LOST} upgrade without it, and make new secrets then: npm run -s fluid -- upgrade --without-key`;

/** What such a command says of a database whose key is lost. */
export const UNREADABLE =
	'The signing secrets and Authorization headers in it cannot be read without its key.';

/** What is to be done then, once its tables are up to date. */
export const MAKE_NEW_SECRETS =
	'Make new secrets before you start the service: npm run -s fluid -- secret-key reset';
