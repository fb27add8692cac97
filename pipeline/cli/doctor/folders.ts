import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldersIn } from '../../publish/archive/editions.ts';
import { findMissingEditions, missingInWords, missingRemedy } from '../../publish/missing-editions.ts';
import { type Circumstances, recordsOf } from './circumstances.ts';
import { counted, type Examination, type Finding, fault, someOf, Unexamined, warning, well } from './examination.ts';
import { freeBytes, inBytes, nearest, sizeOf, whyNotWritable } from './place.ts';

/** Bytes below which a folder is a fault, and a warning. */
export interface Floors {
  readonly least: number;
  readonly enough: number;
}

const roomy: Floors = { least: 200e6, enough: 2e9 };
const small: Floors = { least: 50e6, enough: 500e6 };

/** The output folder: writable, in one file system so that editions appear whole, and with room for editions to come. */
export const output: Examination = {
  what: 'output folder',
  reads: ['REPORT287_OUT'],
  examine: async (about) => {
    const { out } = about.config;
    const newest = await newestSize(about);
    const floors = { ...roomy, enough: Math.max(roomy.enough, 10 * newest) };
    return [
      await examineFolder('output folder', out, floors, 'REPORT287_OUT'),
      ...(await mounts(out)),
      ...(await whereItPublishes(out)),
    ];
  },
};

/** That what the ledger says was published lies in the output folder: it may not have been mounted, or not restored. */
export const standing: Examination = {
  what: 'published editions',
  reads: ['REPORT287_OUT', 'DATABASE_URL', 'REPORT287_DATA', 'REPORT287_SCHEMA'],
  examine: async (about) => {
    const what = 'published editions';
    const { out } = about.config;
    const missing = await findMissingEditions(recordsOf(about).editions, out);
    const facts = { known: missing.known, absent: missing.absent.length, other: missing.other.length };
    const words = missingInWords(missing, out);
    if (words !== null)
      return [fault(what, `${words}: ${someOf([...missing.absent, ...missing.other], 3)}`, missingRemedy, facts)];
    return [well(what, missing.known === 0 ? 'none so far' : `each of ${missing.known} lies in ${out}`, facts)];
  },
};

/** The folder of the embedded database; of no use where a server is set. */
export const data: Examination = {
  what: 'data folder',
  reads: ['DATABASE_URL', 'REPORT287_DATA'],
  examine: async ({ config }) =>
    config.databaseUrl === undefined
      ? [await examineFolder('data folder', config.data, roomy, 'REPORT287_DATA')]
      : [well('data folder', 'not used: DATABASE_URL is set')],
};

/** Where the packaged browser is unpacked: by the first that needs it, which may be the examination of the browser. */
export const cache: Examination = {
  what: 'cache folder',
  reads: ['XDG_CACHE_HOME'],
  examine: async ({ config }) => {
    const found = await examineFolder('cache folder', config.cache, small, 'XDG_CACHE_HOME');
    // Examinations are made at the same time: the browser's may be unpacking it.
    const words = '(made by the first that needs the browser, as this examination does)';
    return [{ ...found, found: found.found.replace('(not made yet)', words) }];
  },
};

/** Where browsers keep their profiles and parcels are packed. */
export const temporary: Examination = {
  what: 'temporary folder',
  reads: [],
  examine: async () => [await examineFolder('temporary folder', tmpdir(), small, 'TMPDIR')],
};

/** Tries to write in a folder, or in the one in which it will be made, and looks how much room there is. */
export async function examineFolder(what: string, path: string, floors: Floors, setting: string): Promise<Finding> {
  const there = await nearest(path);
  const reason = await whyNotWritable(there);
  const remedy = `mend that, or set ${setting} to another folder`;
  if (reason !== null) return fault(what, `${there}: ${reason}`, remedy, { path });
  const free = await freeBytes(there);
  const facts = { path, free, made: there === path };
  const found = `${path}${there === path ? '' : ' (not made yet)'}, ${inBytes(free)} free`;
  const room = `make room, or set ${setting} to another disk`;
  if (free < floors.least) return fault(what, `${found}: at least ${inBytes(floors.least)} are needed`, room, facts);
  if (free < floors.enough) return warning(what, `${found}: ${inBytes(floors.enough)} are advisable`, room, facts);
  return well(what, found, facts);
}

/** Bytes of the edition that was published last; 0: none, or not known. */
async function newestSize(about: Circumstances): Promise<number> {
  try {
    const { lastEdition } = recordsOf(about);
    return lastEdition === null ? 0 : await sizeOf(join(about.config.out, lastEdition.folder));
  } catch (error) {
    if (error instanceof Unexamined) return 0;
    throw error;
  }
}

/** The folders below the output folder that stand and that publishing writes to, relative to it: down to the newest period. */
async function placesOf(out: string): Promise<readonly string[]> {
  const below = async (folder: string) =>
    (await foldersIn(join(out, folder))).filter((name) => !name.startsWith('.')).map((name) => join(folder, name));
  const tops = ['.staging', 'internal', 'public'].filter((name) => existsSync(join(out, name)));
  const reports = (await Promise.all(tops.filter((name) => name !== '.staging').map(below))).flat();
  const newest = (await Promise.all(reports.map(below))).flatMap((periods) => periods.slice(-1));
  return [...tops, ...reports, ...newest];
}

/** Tries each of them: one that was copied or restored by another user stops a month at its last step. */
async function whereItPublishes(out: string): Promise<readonly Finding[]> {
  const what = 'folders of editions';
  const places = await placesOf(out);
  const tried = await Promise.all(
    places.map(async (place) => ({ place, reason: await whyNotWritable(join(out, place)) })),
  );
  const closed = tried.flatMap(({ place, reason }) => (reason === null ? [] : [`${join(out, place)} (${reason})`]));
  if (closed.length > 0)
    return [
      fault(
        what,
        `nothing can be published in ${someOf(closed, 4)}`,
        `let this user write in ${out} and in every folder below`,
      ),
    ];
  return places.length === 0 ? [] : [well(what, `${counted(places.length, 'folder')} can be written`)];
}

/** Renaming is atomic within one file system: nothing below the output folder may be another one. */
async function mounts(out: string): Promise<readonly Finding[]> {
  const own = await stat(out).catch(() => null);
  if (own === null || !own.isDirectory()) return [];
  const audiences = ['internal', 'public'];
  const reports = await Promise.all(
    audiences.map(async (audience) => {
      const names = await readdir(join(out, audience)).catch(() => []);
      return names.map((name) => join(audience, name));
    }),
  );
  const places = ['.staging', ...audiences, ...reports.flat()];
  const foreign: string[] = [];
  for (const place of places) {
    const found = await stat(join(out, place)).catch(() => null);
    if (found !== null && found.dev !== own.dev) foreign.push(place);
  }
  if (foreign.length === 0) return [well('file system of editions', 'one: editions appear whole')];
  const remedy = 'mount one file system at the output folder and none below it';
  return [fault('file system of editions', `another one begins at ${foreign.join(', ')}`, remedy)];
}
