/** Nobody looks through more of them. */
export const mostRecords = 25;

/** AWS Lambda hands on 6 MB at most, and Zapier wraps and escapes what it gets. */
const MOST_BYTES = 3_000_000;

/** Returns the first records that go into 3 MB together, at least one. */
export function within3Megabytes<T>(records: T[]): T[] {
	let bytes = 0;
	const end = records.findIndex((record) => {
		bytes += Buffer.byteLength(JSON.stringify(record));
		return bytes > MOST_BYTES;
	});
	return end === -1 ? records : records.slice(0, Math.max(1, end));
}
