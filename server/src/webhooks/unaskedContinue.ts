import type { Socket } from 'node:net';

const CONTINUE = /^HTTP\/1\.[01] 100[ \r]/;
const CONTINUE_LENGTH = 'HTTP/1.1 100 '.length;
const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 16 * 1024;

/**
 * Has a connection pass over "100 Continue" before the answer of a receiver. Nobody asked for it, but every client has
 * to take it (RFC 9110, section 15.2.1), and Undici hangs up on it, and on no other interim answer: the receiver has
 * the event then, and its delivery counts as failed.
 */
export function passOverContinue(socket: Socket): Socket {
	const read = socket.read.bind(socket) as () => Buffer | null;
	let sent = -1;
	/** What came of an answer whose beginning is not known yet; undefined once it is. */
	let beginning: Buffer | undefined;
	socket.read = () => {
		const chunk = read();
		// One request at a time: whatever comes after one was sent begins its answer.
		if (socket.bytesWritten !== sent) {
			sent = socket.bytesWritten;
			beginning = Buffer.alloc(0);
		}
		if (chunk === null || beginning === undefined) return chunk;
		const answer = withoutContinue(Buffer.concat([beginning, chunk]));
		beginning = answer.isKnown ? undefined : answer.rest;
		return answer.isKnown ? answer.rest : null;
	};
	return socket;
}

/** Returns what is left of an answer, and whether that is known to begin with no interim head. */
function withoutContinue(bytes: Buffer): { rest: Buffer; isKnown: boolean } {
	// A byte is a character of latin1, so that places in the text are places in the bytes.
	const text = bytes.toString('latin1', 0, LONGEST_HEAD);
	const isContinue = CONTINUE.test(text);
	if (!isContinue) {
		const mayBecomeOne = text.length < CONTINUE_LENGTH && 'HTTP/1.'.startsWith(text.slice(0, 7));
		return { rest: bytes, isKnown: !mayBecomeOne };
	}
	const end = text.indexOf(END_OF_HEAD);
	if (end < 0) return { rest: bytes, isKnown: text.length >= LONGEST_HEAD };
	return withoutContinue(bytes.subarray(end + END_OF_HEAD.length));
}
