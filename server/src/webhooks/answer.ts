import {
	createBrotliDecompress,
	createGunzip,
	createInflate,
	createZstdDecompress,
} from 'node:zlib';
import type { Dispatcher } from 'undici';
import { storable } from '../values/storable';

const MOST_BYTES = 16 * 1024;

type Chunks = AsyncIterable<Buffer>;

/** Nobody asks receivers to compress, and some do. */
const decoders = new Map<string, () => NodeJS.ReadWriteStream>([
	['gzip', createGunzip],
	['x-gzip', createGunzip],
	['deflate', createInflate],
	['br', createBrotliDecompress],
	['zstd', createZstdDecompress],
]);

/**
 * Returns as much of an answer as is kept, as text: 16 KB on the wire, and as much of what they hold. Its status has
 * decided; a body that breaks off ends there.
 */
export async function readAnswer({
	body,
	headers,
}: Pick<Dispatcher.ResponseData, 'body' | 'headers'>): Promise<string> {
	const bytes = await beginning(body as Chunks);
	const encoding = first(headers['content-encoding']).trim().toLowerCase();
	const plain = await decompressed(bytes, encoding);
	const text = decoded(plain, first(headers['content-type']));
	return storable(text.slice(0, MOST_BYTES)) as string;
}

/** A header may come several times. */
function first(header: string | string[] | undefined): string {
	return [header].flat()[0] ?? '';
}

async function beginning(chunks: Chunks): Promise<Buffer> {
	const read: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of chunks) {
			read.push(chunk);
			size += chunk.length;
			if (size >= MOST_BYTES) break;
		}
	} catch {
		// What came is kept.
	}
	return Buffer.concat(read).subarray(0, MOST_BYTES);
}

/** Piece by piece and only as far as it is kept: a kilobyte can hold a gigabyte. */
async function decompressed(bytes: Buffer, encoding: string): Promise<Buffer> {
	const decoder = decoders.get(encoding)?.();
	if (!decoder || bytes.length === 0) return bytes;
	decoder.end(bytes);
	const plain = await beginning(decoder as unknown as Chunks);
	return plain.length > 0
		? plain
		: Buffer.from(`(${bytes.length} bytes of ${encoding} that cannot be read)`);
}

/** As its sender says it is written; in no known way and no UTF-8, as most of the web was before. */
function decoded(bytes: Buffer, contentType: string): string {
	const named = /;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
	return (
		readAs(named, bytes) ?? readAs('utf-8', bytes) ?? (readAs('windows-1252', bytes) as string)
	);
}

function readAs(charset: string, bytes: Buffer): string | undefined {
	try {
		// The last character may be cut off in the middle.
		return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}
