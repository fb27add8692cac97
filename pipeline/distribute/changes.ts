import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { signs } from '../cell.ts';
import { type OpenFigure, readOpenData } from '../formats/csv.ts';
import type { Manifest } from '../publish/manifest.ts';
import { scopeFolder } from '../scope-folder.ts';
import { wholeEdition } from './addressee.ts';
import type { Published } from './published.ts';

/** How a document differs from that of the edition before. */
export interface Changes {
  /** The number of the edition before. */
  readonly since: number;
  /** Figures that differ, and the tables in which they stand; null: one of the two has no open data at hand. */
  readonly differing: { readonly figures: number; readonly tables: number } | null;
}

/** Compares the open data of one scope with that of the edition before, of the whole edition the nation's; null: it is the first. */
export async function changesOf({ edition, manifest, folder }: Published, scope: string): Promise<Changes | null> {
  if (edition.number === 1) return null;
  const since = edition.number - 1;
  const earlier = join(dirname(folder), `edition-${since}`);
  const told = manifest.subject?.agreement_id ?? 'national';
  const home = `${scopeFolder(scope === wholeEdition ? told : scope)}/`;
  try {
    const before = JSON.parse(await readFile(join(earlier, 'manifest.json'), 'utf8')) as Manifest;
    const paths = [...new Set([before, manifest].flatMap((each) => tablesIn(each, home)))];
    if (tablesIn(before, home).length === 0 || tablesIn(manifest, home).length === 0) return { since, differing: null };
    const counts = await Promise.all(
      paths.map(async (path) => {
        const [then, now] = await Promise.all([read(earlier, before, path), read(folder, manifest, path)]);
        return countDiffering(then, now);
      }),
    );
    const figures = counts.reduce((sum, count) => sum + count, 0);
    return { since, differing: { figures, tables: counts.filter((count) => count > 0).length } };
  } catch {
    return { since, differing: null };
  }
}

const tablesIn = ({ files }: Manifest, home: string) =>
  files.filter(({ path, format }) => format === 'csv' && path.startsWith(home)).map(({ path }) => path);

async function read(folder: string, { files }: Manifest, path: string): Promise<readonly OpenFigure[]> {
  if (!files.some((file) => file.path === path)) return [];
  return readOpenData(await readFile(join(folder, path), 'utf8'));
}

const keyOf = ({ measure, window, code }: OpenFigure) => [measure, window, code].join('\n');

/** Figures of which only one edition tells are among them, as in the notes of the document. */
function countDiffering(before: readonly OpenFigure[], now: readonly OpenFigure[]): number {
  const [then, today] = [before, now].map((figures) => new Map(figures.map((one) => [keyOf(one), one])));
  if (then === undefined || today === undefined) return 0;
  const keys = [...new Set([...then.keys(), ...today.keys()])];
  return keys.filter((key) => {
    const [old, current] = [then.get(key), today.get(key)];
    if (old === undefined && current !== undefined && isUnprintedZero(current, then)) return false;
    return plain(old) !== plain(current);
  }).length;
}

/** A row that a table did not print was zero where its total was a figure and no other row stood for the rest. */
function isUnprintedZero(figure: OpenFigure, before: ReadonlyMap<string, OpenFigure>): boolean {
  if (figure.measure === '' || figure.code === 'others' || figure.value !== 0) return false;
  const of = (code: string) => before.get(keyOf({ ...figure, code }));
  return of('others') === undefined && typeof of('total')?.value === 'number';
}

/** That a figure was revised is no difference of its own. */
function plain(figure: OpenFigure | undefined): string {
  if (figure === undefined) return '';
  const { value, status, fact } = figure;
  return JSON.stringify([value, status === signs.revised.sign ? '' : status, fact]);
}
