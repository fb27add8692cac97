import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { findImport, listRejects, type Reject } from '../../../queries/imports.ts';
import type { Config } from '../../config.ts';
import type { DatabaseEffect, ProgressEffect } from '../../effects.ts';
import { PipelineError } from '../../errors.ts';
import { openContent } from '../../import/content.ts';
import { type Answer, withDatabase } from '../commands.ts';
import { importNamed } from '../imports.ts';

/** What `report287 imports mend` is told: the list of rejects as a person corrected it, and the new file to write. */
export interface MendFlags {
  readonly rejects: string;
  readonly out: string;
  /** The file as it was imported, of which no copy is kept; absent: what is to be mended is named by its path. */
  readonly original?: string;
}

/**
 * Writes a copy of an imported file with its refused rows corrected, which can be imported beside it: rows that stand are
 * unchanged then, and corrected ones are loaded, with the title, header and coverage of the file. A small file of the
 * corrected rows alone could not say whether one that looks like a row that stands is the same event or another.
 */
export async function mendFile(
  config: Config,
  file: string,
  flags: MendFlags,
  { progress }: ProgressEffect,
): Promise<Answer> {
  return withDatabase(config, progress, async (effects) => {
    const original = flags.original ?? file;
    if (flags.original !== undefined || !existsSync(file)) await refuseOther(file, flags.original, effects);
    const corrected = await writeMended(original, flags, effects);
    return {
      data: { file: basename(file), corrected, out: flags.out },
      lines: [`${corrected} rows corrected in ${flags.out}: import it.`],
      exitCode: 0,
    };
  });
}

/** Writes the copy, and returns how many rows differ in it. @throws PipelineError where the list does not fit the file. */
export async function writeMended(file: string, { rejects, out }: MendFlags, effects: DatabaseEffect): Promise<number> {
  const standing = await rejectsOf(file, effects);
  const mends = await readMends(rejects, standing);
  if (mends.size === 0) {
    throw new PipelineError(
      'usage',
      `${basename(rejects)} corrects no row`,
      'correct the column "original", and try again',
    );
  }
  await using copy = await open(out, 'wx').catch((cause) => {
    throw new PipelineError('usage', `${out} cannot be written`, 'name a new file in a folder that is there', {
      cause,
    });
  });
  for await (const text of mendedText(file, mends)) await copy.write(text);
  return mends.size;
}

/** @throws PipelineError `usage` where no import is meant, or the file that is given is not the one that is meant. */
async function refuseOther(text: string, original: string | undefined, { database }: DatabaseEffect): Promise<void> {
  const { fileName, sha256 } = await database.transaction('snapshot', (session) => importNamed(session, text));
  const remedy = `give the path of ${fileName} with --original`;
  if (original === undefined)
    throw new PipelineError('usage', `no copy of ${fileName} is kept, and its rows are needed`, remedy);
  const content = await openContent(original);
  for await (const _ of content.pieces);
  const hashes = content.hashes();
  const record = await database.transaction('snapshot', (session) => findImport(session, hashes));
  if (record?.sha256 !== sha256) throw new PipelineError('usage', `${basename(original)} is another file`, remedy);
}

async function rejectsOf(file: string, { database }: DatabaseEffect): Promise<ReadonlyMap<number, Reject>> {
  const content = await openContent(file);
  for await (const _ of content.pieces);
  const hashes = content.hashes();
  return database.transaction('snapshot', async (session) => {
    const record = await findImport(session, hashes);
    if (record === undefined) {
      throw new PipelineError(
        'usage',
        `${basename(file)} was not imported`,
        'give the very file whose rows were refused',
      );
    }
    const all = await listRejects(session, record.importId);
    return new Map(all.map((reject) => [reject.rowNumber, reject]));
  });
}

interface Mend {
  readonly original: string;
  readonly corrected: string;
}

async function readMends(path: string, standing: ReadonlyMap<number, Reject>): Promise<ReadonlyMap<number, Mend>> {
  const mends = new Map<number, Mend>();
  for (const row of await readList(path)) {
    const line = Number(row.row_number);
    const reject = standing.get(line);
    const corrected = row.original;
    if (reject === undefined || corrected === undefined) {
      const message = `${basename(path)} names row ${row.row_number}, which is no reject of that file`;
      throw new PipelineError(
        'contract',
        message,
        'give the list of that file, as "report287 imports rejects" prints it',
      );
    }
    if (corrected !== reject.original) mends.set(line, { original: reject.original, corrected });
  }
  return mends;
}

async function readList(path: string): Promise<readonly Readonly<Record<string, string | undefined>>[]> {
  try {
    return parse(await readFile(path), { columns: true, bom: true, skip_empty_lines: true });
  } catch (cause) {
    const remedy = 'give what "report287 imports rejects" printed, corrected and saved as CSV in UTF-8';
    throw new PipelineError('source', `${basename(path)} cannot be read as a list of rejects`, remedy, { cause });
  }
}

/** The text of a file with some of its rows replaced; everything else, line breaks included, as it is. */
async function* mendedText(file: string, mends: ReadonlyMap<number, Mend>): AsyncGenerator<string> {
  let line = 1;
  let open: { readonly mend: Mend; readonly text: string; readonly wanted: number } | undefined;
  for await (const text of linesOf(file)) {
    const mend = mends.get(line);
    if (open !== undefined) open = { ...open, text: open.text + text, wanted: open.wanted - 1 };
    else if (mend !== undefined) open = { mend, text, wanted: mend.original.split('\n').length - 1 };
    else yield text;
    if (open?.wanted === 0) {
      yield replaced(open.text, open.mend, line);
      open = undefined;
    }
    line += 1;
  }
}

function replaced(text: string, { original, corrected }: Mend, line: number): string {
  const end = /\r?\n$/.exec(text)?.[0] ?? '';
  if (text.slice(0, text.length - end.length).trim() === original.trim()) return corrected + end;
  throw new PipelineError(
    'contract',
    `the row that ends on line ${line} is not kept as it stands in the file, so that it cannot be replaced there`,
    'correct it in a copy of the file itself (people’s keys are kept as hashes only), and import the copy',
  );
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const piece of (await openContent(file)).pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const each of lines) yield `${each}\n`;
  }
  if (rest !== '') yield rest;
}
