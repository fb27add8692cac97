import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Zip, ZipDeflate, type ZipInputFile } from 'fflate';
import { PipelineError } from '../../../errors.ts';

/** A part of a package that was deflated into a file. */
export interface DeflatedPart {
  readonly file: string;
  /** Bytes, before they were deflated. */
  readonly size: number;
  /** Of the same bytes. */
  readonly crc: number;
}

/** A part of a package: its bytes, or where they stand. */
export type Part = Uint8Array | DeflatedPart;

/** Local fields, not an instant: the zip format stores local time, and this is the same in every zone. */
const mtime = new Date(1980, 0, 1);

const deflated = 8;
const contentTypes = '[Content_Types].xml';

/** Bytes of a part, and of the package, beyond which the format would need an extension that `fflate` does not write. */
export const largest = 2 ** 32 - 1;

/** The list of parts first, where programs look for it to know the format; then by name. */
const inOrder = (paths: Iterable<string>): readonly string[] => [
  contentTypes,
  ...[...paths].filter((path) => path !== contentTypes).sort(),
];

/**
 * Writes a package in a fixed order with a fixed time, so that the same parts give the same bytes.
 * @throws PipelineError `render` where it would be larger than the format allows
 */
export async function writePackage(parts: ReadonlyMap<string, Part>, path: string): Promise<void> {
  await using file = await open(path, 'wx');
  const waiting: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    waiting.push(chunk);
  });
  let size = 0;
  const flush = async () => {
    for (const chunk of waiting.splice(0)) {
      size += chunk.length;
      if (size > largest) throw tooLarge('the workbook');
      await file.writeFile(chunk);
    }
  };
  for (const name of inOrder(parts.keys())) {
    const part = parts.get(name);
    if (part === undefined) continue;
    if (part instanceof Uint8Array) addBytes(zip, name, part);
    else await addDeflated(zip, name, part, flush);
    await flush();
  }
  zip.end();
  await flush();
  await file.sync();
}

function addBytes(zip: Zip, name: string, bytes: Uint8Array): void {
  const entry = new ZipDeflate(name, { level: 6 });
  entry.mtime = mtime;
  zip.add(entry);
  entry.push(bytes, true);
}

async function addDeflated(zip: Zip, name: string, part: DeflatedPart, flush: () => Promise<void>): Promise<void> {
  const { file, size, crc } = part;
  if (size > largest) throw tooLarge(name);
  const entry: ZipInputFile = { filename: name, size, crc, compression: deflated, mtime };
  zip.add(entry);
  for await (const chunk of createReadStream(file)) {
    entry.ondata?.(null, chunk, false);
    await flush();
  }
  entry.ondata?.(null, new Uint8Array(), true);
}

/** What is said where it would be larger. */
export const tooLarge = (what: string) =>
  new PipelineError(
    'render',
    `${what} would be larger than ${largest} bytes, which is all that the format holds`,
    'take the list with --json, which has no such limit',
  );
