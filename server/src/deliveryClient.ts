/** What is sent, and where. */
export type DeliveryMessage = {
	url: string;
	/** Of the event or the change, the same on every try. */
	messageId: string;
	body: string;
	secrets: string[];
	authHeader: string | null;
};

/** What came of sending. `error` is null when the receiver took it. */
export type SendOutcome = {
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
export type DeliveryClient = {
	send: (message: DeliveryMessage) => Promise<SendOutcome>;
	close: () => Promise<void>;
};
