import { crc32, inflateRawSync } from 'node:zlib';
import type { WorkbookLimits } from './limits.ts';
import { type Refusal, refusal } from './refusal.ts';

/** A part of a workbook as its archive lists it. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerAt: number;
}

/** The parts of an opened archive; each is unpacked only when it is asked for, and counted against the limits. */
export interface Archive {
  readonly names: readonly string[];
  /** The part's bytes, checked against their checksum, or undefined where there is no such part. */
  readonly read: (name: string) => Uint8Array | undefined;
}

const signatures = { entry: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 } as const;
const endBytes = 22;
const cutShort = () => refusal('it is cut short or damaged', 'fetch the file again');

/**
 * Opens a ZIP archive by its directory. Not a library's reader: fflate has no checksums, so that a damaged name would
 * come through as another name, and gives a part as much memory as it claims to need.
 * @throws PipelineError `contract`.
 */
export function openArchive(bytes: Uint8Array, limits: WorkbookLimits, refuse: Refusal): Archive {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(file, limits, refuse);
  let unpacked = 0;
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      refuseUnpacking(entry, unpacked, limits, refuse);
      unpacked += entry.bytes;
      return unpack(file, entry, refuse);
    },
  };
}

function readDirectory(file: Buffer, limits: WorkbookLimits, refuse: Refusal): ReadonlyMap<string, Entry> {
  const endAt = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (endAt < 0 || endAt + endBytes > file.length) throw refuse(cutShort());
  const count = file.readUInt16LE(endAt + 10);
  if (count === 0xffff || count > limits.entries) throw refuse(tooMuch(`it holds over ${limits.entries} files`));
  let at = file.readUInt32LE(endAt + 16);
  const entries = new Map<string, Entry>();
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > endAt || file.readUInt32LE(at) !== signatures.directory) throw refuse(cutShort());
    const entry = directoryEntry(file, at);
    // Two parts of one name are the means by which two readers can be made to see two different tables.
    if (entries.has(entry.name)) throw refuse(refusal('it holds one part twice', 'fetch the file again'));
    entries.set(entry.name, entry);
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

function directoryEntry(file: Buffer, at: number): Entry {
  return {
    name: file.toString('utf8', at + 46, at + 46 + file.readUInt16LE(at + 28)).replaceAll('\\', '/'),
    encrypted: (file.readUInt16LE(at + 8) & 1) === 1,
    method: file.readUInt16LE(at + 10),
    checksum: file.readUInt32LE(at + 16),
    packedBytes: file.readUInt32LE(at + 20),
    bytes: file.readUInt32LE(at + 24),
    headerAt: file.readUInt32LE(at + 42),
  };
}

/** Refuses a part by what the directory says of it; `before` is what the parts read so far have taken. */
function refuseUnpacking(entry: Entry, before: number, limits: WorkbookLimits, refuse: Refusal): void {
  if (entry.encrypted) throw refuse(refusal('it is protected by a password', 'save it without a password'));
  if (entry.bytes > limits.partBytes) throw refuse(tooMuch(`${entry.name} says that it is ${entry.bytes} bytes`));
  if (entry.bytes > 1_000_000 && entry.bytes > entry.packedBytes * limits.ratio) {
    throw refuse(tooMuch(`${entry.name} unpacks to over ${limits.ratio} times its size`));
  }
  if (before + entry.bytes > limits.totalBytes) throw refuse(tooMuch(`its parts are over ${limits.totalBytes} bytes`));
}

function unpack(file: Buffer, entry: Entry, refuse: Refusal): Uint8Array {
  const { headerAt } = entry;
  if (headerAt + 30 > file.length || file.readUInt32LE(headerAt) !== signatures.entry) throw refuse(cutShort());
  const from = headerAt + 30 + file.readUInt16LE(headerAt + 26) + file.readUInt16LE(headerAt + 28);
  const packed = file.subarray(from, from + entry.packedBytes);
  if (packed.length !== entry.packedBytes) throw refuse(cutShort());
  const content = inflate(packed, entry, refuse);
  if (content.length !== entry.bytes || crc32(content) !== entry.checksum) throw refuse(cutShort());
  return content;
}

function inflate(packed: Buffer, entry: Entry, refuse: Refusal): Buffer {
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw refuse(refusal('it is packed in an unusual way', 'save it again as a workbook (XLSX)'));
  try {
    // A part that holds more than it declares is stopped here, before it takes memory.
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.bytes, 1) });
  } catch (cause) {
    if (isTooLarge(cause)) throw refuse(tooMuch(`${entry.name} holds more than it declares`));
    throw refuse(cutShort());
  }
}

const isTooLarge = (cause: unknown) => cause instanceof RangeError;

function tooMuch(what: string) {
  return refusal(
    `it would take too much memory: ${what}`,
    'fetch the file again; if it truly is so large, import it in parts',
  );
}
