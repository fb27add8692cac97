import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { PipelineError } from '../errors.ts';
import type { Artifact } from '../formats/format.ts';
import {
  type ArchivedDocument,
  type ArchivedEdition,
  type ArchivedFile,
  type ArchivedReport,
  createArchiveRenderer,
} from '../formats/html/archive-page.ts';
import { instantInWords, parsePeriod, windowInWords } from '../period.ts';
import { isAbandoned } from '../publish.ts';
import { reports } from '../reports/index.ts';
import type { Manifest } from './manifest.ts';

/** Which editions an archive lists: all of an internal audience, the released ones of the public. */
export type Lists = (manifest: Manifest) => boolean;

/**
 * Writes `index.html` of an audience anew from the manifests below it: every report, its periods, their editions, and what
 * each offers to download. The same editions give the same bytes; a reader sees the old page or the new one, never a part.
 * @throws PipelineError `publish` where a manifest cannot be read.
 */
export async function writeArchive(
  out: string,
  audience: Manifest['audience'],
  lists: Lists = () => true,
): Promise<string> {
  const home = join(out, audience);
  const path = join(home, 'index.html');
  const draw = createArchiveRenderer();
  for (;;) {
    const found = await findEditions(home);
    const manifests = (await Promise.all(found.map((folder) => readManifest(home, folder)))).filter(lists);
    await replaceFile(home, path, draw({ language: 'en-US', audience, reports: archivedReports(manifests) }));
    // Another run may have published meanwhile, and its own page been replaced by this one.
    if ((await findEditions(home)).join() === found.join()) return path;
  }
}

/** The folders of whole editions, relative to the audience's: `enforcement-actions/2020-06/edition-1`; in order. */
async function findEditions(home: string): Promise<readonly string[]> {
  const foldersIn = async (parent: string) => {
    const entries = await readdir(join(home, parent), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => (parent === '' ? name : `${parent}/${name}`));
  };
  const below = async (parents: readonly string[]) => (await Promise.all(parents.map(foldersIn))).flat();
  const editions = await below(await below(await foldersIn('')));
  return editions.filter((folder) => /\/edition-[1-9]\d*$/.test(folder)).toSorted();
}

async function readManifest(home: string, folder: string): Promise<Manifest> {
  const path = join(home, folder, 'manifest.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Manifest;
  } catch (cause) {
    throw new PipelineError('publish', `${path} cannot be read`, 'restore the edition from the backup', { cause });
  }
}

const draftPrefix = '.index-';

async function replaceFile(home: string, path: string, text: string): Promise<void> {
  for (const stale of await readdir(home)) {
    // A killed run leaves its half-written page behind.
    if (stale.startsWith(draftPrefix) && isAbandoned(stale.slice(draftPrefix.length)))
      await rm(join(home, stale), { force: true });
  }
  const draft = join(home, `${draftPrefix}${hostname()}.${process.pid}.${randomUUID()}`);
  {
    await using file = await open(draft, 'wx');
    await file.writeFile(text);
    await file.sync();
  }
  await rename(draft, path);
  await using folder = await open(home, 'r');
  await folder.sync();
}

/** Reports in the order of the registry, then others by id; periods and editions newest first. */
function archivedReports(manifests: readonly Manifest[]): readonly ArchivedReport[] {
  const known = reports.map(({ id }) => id);
  const ids = [...new Set(manifests.map(({ report }) => report))].toSorted();
  const ordered = [...known.filter((id) => ids.includes(id)), ...ids.filter((id) => !known.includes(id))];
  return ordered.map((id) => {
    const definition = reports.find((report) => report.id === id);
    const own = manifests.filter(({ report }) => report === id);
    return { id, title: definition?.title ?? id, purpose: definition?.purpose ?? '', periods: archivedPeriods(own) };
  });
}

function archivedPeriods(manifests: readonly Manifest[]): ArchivedReport['periods'] {
  const newestFirst = manifests.toSorted(
    (one, other) => compare(other.period.until, one.period.until) || compare(one.period.from, other.period.from),
  );
  const ids = [...new Set(newestFirst.map(({ period }) => period.id))];
  return ids.flatMap((id) => {
    const own = manifests
      .filter(({ period }) => period.id === id)
      .toSorted((one, other) => other.edition - one.edition);
    const [current] = own;
    if (current === undefined) return [];
    const words = windowInWords(current.period);
    return {
      id: `${current.report}-${id}`,
      label: id.includes('--') ? words : parsePeriod(id).label,
      words,
      editions: own.map((manifest) => archivedEdition(manifest, manifest === current)),
    };
  });
}

function archivedEdition(manifest: Manifest, isCurrent: boolean): ArchivedEdition {
  const { report, period, edition } = manifest;
  const folder = `${report}/${period.id}/edition-${edition}`;
  return {
    id: `${report}-${period.id}-edition-${edition}`,
    number: edition,
    standing: isCurrent ? 'current edition' : 'earlier edition',
    synthetic: manifest.synthetic,
    asOf: { iso: manifest.asOf, words: instantInWords(manifest.asOf) },
    manifest: hrefOf(folder, 'manifest.json'),
    documents: documentsOf(manifest.files, folder),
  };
}

/** The nation first, then the field offices in order of their codes. Files that belong to no document are not listed. */
function documentsOf(files: readonly Artifact[], folder: string): readonly ArchivedDocument[] {
  const scopeOf = ({ path }: Artifact) => path.slice(0, Math.max(path.indexOf('/'), 0));
  const scopes = [...new Set(files.map(scopeOf))].filter((scope) => scope !== '');
  const ordered = scopes.toSorted(
    (one, other) => Number(other === national) - Number(one === national) || compare(one, other),
  );
  return ordered.map((scope) => {
    const own = files.filter((file) => scopeOf(file) === scope);
    const isTable = ({ path }: Artifact) => path.startsWith(`${scope}/tables/`);
    const tables = own.filter(isTable).map((file) => archivedFile(file, folder, nameOf(file)));
    const whole = own
      .filter((file) => !isTable(file))
      .map((file) => archivedFile(file, folder, file.format.toUpperCase()));
    // Among them lies what describes them.
    const count = own.filter(({ format }) => format === 'csv').length;
    const tableCount = `${count} ${count === 1 ? 'table' : 'tables'}, CSV`;
    return { scope: scope === national ? 'National' : scope, files: whole, tables, tableCount };
  });
}

const national = 'national';

const nameOf = ({ path }: Artifact): string => path.split('/').at(-1) ?? path;

function archivedFile({ path, size, sha256 }: Artifact, folder: string, label: string): ArchivedFile {
  return { href: hrefOf(folder, path), label, size: sizeInWords(size), sha256: sha256.slice(0, 12) };
}

function hrefOf(folder: string, path: string): string {
  return `${folder}/${path}`.split('/').map(encodeURIComponent).join('/');
}

/** Kilobytes of 1,000 bytes, at least one. */
function sizeInWords(bytes: number): string {
  return bytes < 999_500 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
