/** What a command that takes --without-key says where the key of a database is not there. */
export const ADD_WITHOUT_KEY =
	'If the key is lost for good, add --without-key, and make new secrets then: npm run -s fluid -- secret-key reset';
