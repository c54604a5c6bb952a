/** Returns the command that makes a first deal with a key, ready to be pasted into a terminal. */
export function firstDealCommand(publicUrl: string, key: string): string {
	return `curl ${publicUrl}/api-ingest \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "Acme website", "value": 4800, "contact": {"email": "ada@example.com"}}'`;
}
