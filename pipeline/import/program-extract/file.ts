import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type ExtractEntity, extractEntities, extractSchema } from '../../../queries/program-extract.ts';
import { PipelineError } from '../../errors.ts';

/** A file of an extract, recognized by its header; nothing is stored of it yet. */
export interface ExtractFile {
  readonly path: string;
  /** Without its folders, which may name people. */
  readonly name: string;
  readonly entity: ExtractEntity;
  /** The columns in the order of the file. */
  readonly header: readonly string[];
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** One record of a file. */
export interface ExtractRecord {
  /** The line on which it begins; 1 is the header. */
  readonly line: number;
  readonly cells: readonly string[];
  /** As it stands in the file, without its line break. */
  readonly original: string;
}

/** Longest record in characters; it bounds what one row can cost in memory. */
const longestRecord = 65_536;

/**
 * The files of an extract, parents before children: one file, or every CSV file of a folder.
 * @throws PipelineError `source` where one cannot be read, `contract` where one is no file of an extract.
 */
export async function openExtract(path: string): Promise<readonly ExtractFile[]> {
  const files: ExtractFile[] = [];
  for (const each of await pathsIn(path)) files.push(await recognize(each));
  return extractEntities.flatMap(({ id }) => files.filter((file) => file.entity.id === id));
}

/** Whether something is a folder, or a text whose header is that of a file of an extract. Never throws: whoever opens it says why. */
export async function looksLikeExtract(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
    for await (const { cells } of records(path, () => undefined))
      return differences(nearestTo(cells.map((cell) => cell.trim()))) === 0;
  } catch {
    // Not CSV, or not to be read.
  }
  return false;
}

async function pathsIn(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => /\.csv$/i.test(name)).toSorted();
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, error);
  }
  throw new PipelineError(
    'contract',
    `the folder ${basename(path)} holds no CSV files`,
    'give the folder of an extract',
  );
}

async function recognize(path: string): Promise<ExtractFile> {
  const name = basename(path);
  const hash = createHash('sha256');
  let header: readonly string[] | undefined;
  for await (const { cells } of records(path, (bytes) => hash.update(bytes)))
    header ??= cells.map((cell) => cell.trim());
  if (header === undefined) throw new PipelineError('contract', `${name} is empty`, 'export it again');
  return { path, name, entity: entityOf(header, name), header, sha256: hash.digest('hex') };
}

/** The entity that a header differs from least, and by what. */
function nearestTo(header: readonly string[]): Nearest | undefined {
  const compared = extractEntities.map((entity) => {
    const columns = Object.keys(entity.columns);
    const { required } = extractSchema(entity);
    return {
      entity,
      missing: required.filter((column) => !header.includes(column)),
      unknown: header.filter((column, at) => !columns.includes(column) || header.indexOf(column) !== at),
    };
  });
  return compared.toSorted((a, b) => differences(a) - differences(b))[0];
}

interface Nearest {
  readonly entity: ExtractEntity;
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

function entityOf(header: readonly string[], name: string): ExtractEntity {
  const nearest = nearestTo(header);
  if (nearest !== undefined && differences(nearest) === 0) return nearest.entity;
  throw new PipelineError(
    'contract',
    `the header of ${name} is not that of a file of a program extract; the nearest is ${nearest?.entity.id}`,
    'give the columns that "report287 contracts" lists',
    {
      details: [
        ...(nearest?.missing ?? []).map((column) => `missing: ${column}`),
        ...(nearest?.unknown ?? []).map((column) => `not known, or twice: ${column || '(no name)'}`),
      ],
    },
  );
}

const differences = (one: Nearest | undefined) =>
  one === undefined ? Number.POSITIVE_INFINITY : one.missing.length + one.unknown.length;

/**
 * The rows of a recognized file, without its header, and proof that they are the same bytes.
 * @throws PipelineError `contract` where it is not CSV in UTF-8, `source` where it changed.
 */
export async function* rowsOf(file: ExtractFile): AsyncGenerator<ExtractRecord> {
  const hash = createHash('sha256');
  let isHeader = true;
  for await (const record of records(file.path, (bytes) => hash.update(bytes))) {
    if (!isHeader) yield record;
    isHeader = false;
  }
  if (hash.digest('hex') === file.sha256) return;
  throw new PipelineError('source', `${file.name} changed while it was being read`, 'wait until it is complete');
}

/** Every record but blank lines. Quotation marks in the wrong place would hide rows, so that such a file is refused whole. */
async function* records(path: string, see: (bytes: Buffer) => void): AsyncGenerator<ExtractRecord> {
  const name = basename(path);
  const parser = parse({
    bom: true,
    raw: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: longestRecord,
  });
  const parsed = pipeline(Readable.from(textOf(path, name, see)), parser, () => undefined);
  let line = 1;
  try {
    for await (const { record: cells, raw } of parsed as AsyncIterable<{ record: string[]; raw: string }>) {
      // The parser leaves the line feed that ends a record out of `raw`, or begins the next with it.
      const original = raw.replace(/^\n/, '').replace(/[\r\n]+$/, '');
      if (cells.length > 1 || cells[0]?.trim()) yield { line, cells, original };
      line += 1 + original.split('\n').length - 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw unreadable(path, error);
    throw new PipelineError(
      'contract',
      `${name} is not CSV near line ${Number(error.lines) || line}: ${error.code}`,
      'look at that line: a quotation mark inside a cell must be doubled, and every quoted cell must be closed',
    );
  }
}

async function* textOf(path: string, name: string, see: (bytes: Buffer) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Buffer) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new PipelineError('contract', `${name} is not text in UTF-8`, 'export it as CSV in UTF-8, unpacked');
    }
  };
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    see(bytes);
    if (bytes.includes(0)) {
      throw new PipelineError('contract', `${name} is not text: it holds a zero byte`, 'export it as CSV in UTF-8');
    }
    yield decode(bytes);
  }
  yield decode();
}

function unreadable(path: string, error: unknown): unknown {
  if (error instanceof PipelineError || !(error instanceof Error)) return error;
  return new PipelineError('source', `${basename(path)} cannot be read`, 'check the path and the rights to it', {
    cause: error,
  });
}
