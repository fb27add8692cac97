import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PipelineError } from '../errors.ts';

/** Bytes taken at a time, from the disk and from the unpacker. */
const pieceSize = 256 * 1024;

/** The bytes of a file, unpacked where it is packed with gzip, whatever its name. */
export interface Content {
  /** Once, in order. @throws PipelineError `source` where the file cannot be read, `contract` where it cannot be unpacked. */
  readonly pieces: AsyncIterable<Buffer>;
  /** SHA-256 of the file as it lies on disk and of its unpacked bytes; only after the last piece. */
  readonly hashes: () => { readonly sha256: string; readonly contentSha256: string };
}

/**
 * Opens a file.
 * @throws PipelineError `source` where there is none, or it is a folder, a pipe, or not ours to read.
 */
export async function openContent(path: string): Promise<Content> {
  const packed = await isGzip(path);
  const asGiven = createHash('sha256');
  const unpacked = createHash('sha256');
  return {
    pieces: readPieces(path, packed, asGiven, unpacked),
    hashes: () => {
      const contentSha256 = unpacked.digest('hex');
      return { contentSha256, sha256: packed ? asGiven.digest('hex') : contentSha256 };
    },
  };
}

/** By what a file is known. @throws PipelineError as {@link openContent} and its pieces do. */
export async function hashesOf(path: string): Promise<{ readonly sha256: string; readonly contentSha256: string }> {
  const content = await openContent(path);
  for await (const _ of content.pieces);
  return content.hashes();
}

async function isGzip(path: string): Promise<boolean> {
  try {
    await using file = await open(path);
    if (!(await file.stat()).isFile()) throw notAFile(path);
    const start = Buffer.alloc(2);
    const { bytesRead } = await file.read(start, 0, 2, 0);
    return bytesRead === 2 && start[0] === 0x1f && start[1] === 0x8b;
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* readPieces(path: string, packed: boolean, asGiven: Hash, unpacked: Hash): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: pieceSize });
  const bytes = packed
    ? pipeline(file, hashing(asGiven), createGunzip({ chunkSize: pieceSize }), () => undefined)
    : file;
  try {
    for await (const piece of bytes as AsyncIterable<Buffer>) {
      unpacked.update(piece);
      yield piece;
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

function hashing(hash: Hash) {
  return async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  };
}

function notAFile(path: string): PipelineError {
  return new PipelineError('source', `${path} is not a file`, 'give the path of a file, not of a folder or a pipe');
}

const troubles: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOENT: ['does not exist', 'check the path'],
  ENOTDIR: ['does not exist', 'check the path'],
  EISDIR: ['is not a file', 'give the path of a file, not of a folder'],
  EACCES: ['may not be read by this user', 'give this user the right to read it'],
  EPERM: ['may not be read by this user', 'give this user the right to read it'],
};

/** What the unpacker finds in a file that is not what its first bytes claim. */
const damages: ReadonlySet<string> = new Set(['Z_BUF_ERROR', 'Z_DATA_ERROR']);

function unreadable(path: string, error: unknown): unknown {
  if (error instanceof PipelineError || !(error instanceof Error) || !('code' in error)) return error;
  if (damages.has(String(error.code))) {
    const message = `${basename(path)} cannot be unpacked: it is cut short or damaged`;
    return new PipelineError('contract', message, 'fetch the file again', { cause: error });
  }
  const [problem, remedy] = troubles[String(error.code)] ?? [
    `cannot be read (${error.message})`,
    'check the disk, and try again',
  ];
  return new PipelineError('source', `${basename(path)} ${problem}`, remedy, { cause: error });
}
