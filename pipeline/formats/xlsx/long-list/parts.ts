import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { PipelineError } from '../../../errors.ts';
import { type DeflatedPart, largest, tooLarge } from './package.ts';
import { type PartReader, splitPackage } from './split-package.ts';
import { endOfSheet } from './tables.ts';

/** Takes the package that ExcelJS writes, part by part, while it is being written. */
export interface PartCatcher extends AsyncDisposable {
  /** What ExcelJS writes to: a package whose parts are stored, not deflated. */
  readonly target: Writable;
  /** Waits until what was written so far is taken. ExcelJS waits for nobody: without this it would pile up. */
  readonly keepUp: () => Promise<void>;
  /** All parts, once ExcelJS has written its last. */
  readonly finish: () => Promise<{
    readonly small: Readonly<Record<string, Uint8Array>>;
    readonly long: ReadonlyMap<string, DeflatedPart>;
  }>;
}

/**
 * Catches parts. Those that `longSheets` names are deflated into files of `folder` as they come, their last tag replaced by
 * what it says; all others are kept in memory. Trouble is thrown by `keepUp` and `finish`: inside ExcelJS nobody hears of it.
 */
export function catchParts(folder: string, longSheets: ReadonlyMap<string, string>): PartCatcher {
  const small: Record<string, Uint8Array> = {};
  const long = new Map<string, Deflating>();
  let trouble: { readonly cause: unknown } | null = null;
  const split = splitPackage((name) => {
    const end = longSheets.get(name);
    if (end === undefined) return collect((bytes) => Object.assign(small, { [name]: bytes }));
    const sheet = deflateInto(join(folder, `part-${long.size + 1}`), end);
    long.set(name, sheet);
    return sheet.read;
  });
  const sayTrouble = () => {
    if (trouble !== null) throw trouble.cause;
  };
  return {
    target: new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        try {
          if (trouble === null) split(chunk);
        } catch (cause) {
          trouble = { cause };
        }
        done();
      },
    }),
    keepUp: async () => {
      await setImmediate();
      sayTrouble();
      for (const sheet of long.values()) await sheet.keepUp();
    },
    finish: async () => {
      sayTrouble();
      const finished = new Map<string, DeflatedPart>();
      for (const [path, sheet] of long) finished.set(path, await sheet.finish());
      return { small, long: finished };
    },
    [Symbol.asyncDispose]: async () => {
      for (const sheet of long.values()) await sheet.stop();
    },
  };
}

function collect(keep: (bytes: Uint8Array) => void): PartReader {
  const chunks: Uint8Array[] = [];
  return (chunk, isLast) => {
    chunks.push(chunk);
    if (isLast) keep(Buffer.concat(chunks));
  };
}

/** A part on its way into a file. */
interface Deflating {
  readonly read: PartReader;
  readonly keepUp: () => Promise<void>;
  readonly finish: () => Promise<DeflatedPart>;
  /** Closes the file, finished or not. */
  readonly stop: () => Promise<void>;
}

/** `highWaterMark` bytes may wait to be deflated, in a thread of its own, before ExcelJS has to. */
const deflating = { level: 3, highWaterMark: 4_000_000 } as const;

/** How ExcelJS marks a height as the reader's wish. No text holds it so: a quotation mark is written otherwise there. */
const fixedHeight = ' customHeight="1"';
const heldBack = Math.max(endOfSheet.length, fixedHeight.length);

/** Heights of rows are estimates that a program may better: each mark becomes, in its place, as long a one that says so. */
function loosenHeights(bytes: Buffer): void {
  for (let at = bytes.indexOf(fixedHeight); at >= 0; at = bytes.indexOf(fixedHeight, at)) {
    bytes.write('0', at + fixedHeight.length - 2);
  }
}

function deflateInto(file: string, end: string): Deflating {
  const deflate = createDeflateRaw(deflating);
  const target = createWriteStream(file);
  const written = pipeline(deflate, target);
  // It is awaited later, and looked at while rows come.
  written.catch(() => undefined);
  let size = 0;
  let crc = 0;
  let tail: Buffer = Buffer.alloc(0);
  const write = (bytes: Buffer) => {
    size += bytes.length;
    if (size > largest) throw tooLarge('a sheet');
    crc = crc32(bytes, crc);
    deflate.write(bytes);
  };
  return {
    read: (chunk, isLast) => {
      // The last bytes are held back: they may be the tag that is to be replaced, or the beginning of a mark.
      const all = Buffer.concat([tail, chunk]);
      loosenHeights(all);
      const kept = Math.min(all.length, isLast ? endOfSheet.length : heldBack);
      if (all.length > kept) write(all.subarray(0, all.length - kept));
      tail = Buffer.from(all.subarray(all.length - kept));
      if (!isLast) return;
      if (tail.toString() !== endOfSheet) throw unended(file);
      write(Buffer.from(end));
      deflate.end();
    },
    keepUp: async () => {
      if (deflate.writableNeedDrain) await Promise.race([once(deflate, 'drain'), written]);
    },
    finish: async () => {
      if (!deflate.writableEnded) throw unended(file);
      await written;
      return { file, size, crc };
    },
    stop: async () => {
      deflate.destroy();
      target.destroy();
      if (!target.closed) await once(target, 'close').catch(() => undefined);
    },
  };
}

const unended = (file: string) =>
  new PipelineError(
    'internal',
    `the sheet in ${file} ends otherwise than a sheet`,
    'report this as a defect of report287',
  );
