/** What is sent, and where. */
export type Message = {
	url: string;
	eventId: string;
	body: string;
	secrets: string[];
	authHeader: string | null;
};

/** What came of sending. `error` is null when the receiver took it. */
export type Outcome = {
	url: string;
	/** What was sent above the body, without secrets; null when nothing was. */
	requestHeaders: Record<string, string> | null;
	startedAt: Date;
	durationMs: number;
	statusCode: number | null;
	answer: string | null;
	error: string | null;
	retryAfterMs: number;
};

/** Sends messages until it is closed; what is on its way then is cut off, and rejects with `Stopped`. */
export type Sender = { send: (message: Message) => Promise<Outcome>; close: () => Promise<void> };
