import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Parcel, ParcelFile } from '../channels/channel.ts';
import { PipelineError } from '../errors.ts';
import { scopeFolder } from '../scope-folder.ts';
import { type Addressee, wholeEdition } from './addressee.ts';
import { type DeliveryRecord, parcelManifest } from './parcel.ts';
import type { Published } from './published.ts';

/**
 * Proves of one parcel, by its own reading of the edition, that it holds what its recipient may have and nothing else: a field
 * office its own document, an agency that of its agreement; every file below the folder of that scope, with the bytes that
 * the edition's manifest has, in a format that was asked for; none left out; and of what is of all documents together
 * nothing, unless the recipient is headquarters and gets everything.
 * @throws PipelineError `check` with everything that is wrong; nothing may be sent then.
 */
export async function proveParcel(parcel: Parcel, addressee: Addressee, published: Published): Promise<void> {
  const problems = [
    ...rightFaults(addressee, published),
    ...contentFaults(parcel, addressee, published),
    ...(await placeFaults(parcel, addressee, published)),
    ...(await byteFaults(parcel)),
    ...(await recordFaults(parcel, published)),
  ];
  if (problems.length === 0) return;
  const what = `the parcel of ${addressee.recipient.id} was not sent: ${problems.length} findings`;
  const remedy =
    'do not send it by hand; compare the edition with its manifest, and the subscription with its recipient';
  throw new PipelineError('check', what, remedy, { details: problems });
}

/** A recipient that is not headquarters has one scope: itself. */
function rightFaults({ kind, scope, belongsTo }: Addressee, { manifest }: Published): readonly string[] {
  switch (kind) {
    case 'headquarters':
      return [];
    case 'field-office':
      return scope === belongsTo && manifest.subject === undefined
        ? []
        : [`field office ${belongsTo} may not have ${scope}`];
    case 'agency': {
      const { subject } = manifest;
      const isOwn = subject?.agency_id === belongsTo && subject.agreement_id === scope;
      return isOwn ? [] : [`agency ${belongsTo} may not have ${scope}`];
    }
  }
}

/** The folder of an addressee's scope, with `/`; empty for who gets documents of every scope. */
const home = ({ scope }: Addressee) => (scope === wholeEdition ? '' : `${scopeFolder(scope)}/`);

function contentFaults(parcel: Parcel, addressee: Addressee, { manifest, edition }: Published): readonly string[] {
  const { scope, formats } = addressee;
  const isWhole = scope === wholeEdition && formats === null;
  const published = new Map(manifest.files.map((file) => [`${file.path}`, file]));
  const documents = parcel.files.slice(0, -1);
  const faults = documents.flatMap(({ path, size, sha256 }) => {
    const file = published.get(`${home(addressee)}${path}`);
    if (file === undefined || (!isWhole && !file.path.includes('/'))) return [`${path}: is no file of its scope`];
    if (formats?.includes(file.format) === false) return [`${path}: is of a format that was not asked for`];
    return file.size === size && file.sha256 === sha256 ? [] : [`${path}: is not as the edition's manifest has it`];
  });
  const carried = new Set(documents.map(({ path }) => `${home(addressee)}${path}`));
  const missing = manifest.files.filter(
    ({ path, format }) =>
      (isWhole || (path.includes('/') && path.startsWith(home(addressee)))) &&
      formats?.includes(format) !== false &&
      !carried.has(path),
  );
  const last = parcel.files.at(-1);
  const isManifest = isWhole
    ? last?.path === 'manifest.json' && last.sha256 === edition.manifestSha256
    : last?.path === parcelManifest;
  return [
    ...faults,
    ...missing.map(({ path }) => `${path}: is left out`),
    ...(carried.size === documents.length ? [] : ['a path is there twice']),
    ...(documents.length > 0 ? [] : ['it holds no document']),
    ...(isManifest ? [] : ['its manifest is not the last of its files']),
  ];
}

/** What lies elsewhere, behind a link or a `..`, is no file of the scope whatever its path says. */
async function placeFaults(parcel: Parcel, addressee: Addressee, { folder }: Published): Promise<readonly string[]> {
  const inside = join(await realpath(folder), home(addressee), sep);
  const found = parcel.files
    .filter(({ path }) => path !== parcelManifest)
    .map(async ({ path, source }) => {
      const place = await realpath(source).catch(() => null);
      return place?.startsWith(inside) ? [] : [`${path}: does not lie in the folder of its scope`];
    });
  return (await Promise.all(found)).flat();
}

/** The files of an edition that are not, or no longer, what its manifest says. */
export async function damagedFiles({ manifest, folder }: Published): Promise<readonly string[]> {
  const damaged: string[] = [];
  for (const { path, size, sha256 } of manifest.files)
    if (!(await isAsListed({ path, size, sha256, source: join(folder, path) }))) damaged.push(path);
  return damaged;
}

async function byteFaults({ files }: Parcel): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const file of files) if (!(await isAsListed(file))) faults.push(`${file.path}: its bytes are not those listed`);
  return faults;
}

async function isAsListed({ source, size, sha256 }: ParcelFile): Promise<boolean> {
  const hash = createHash('sha256');
  let read = 0;
  try {
    await pipeline(createReadStream(source), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        read += chunk.length;
        hash.update(chunk);
      }
    });
  } catch {
    return false;
  }
  return read === size && hash.digest('hex') === sha256;
}

/** What the parcel's own manifest says is what the parcel is. */
async function recordFaults({ key, files }: Parcel, { edition }: Published): Promise<readonly string[]> {
  const last = files.at(-1);
  if (last?.path !== parcelManifest) return [];
  const record = JSON.parse(await readFile(last.source, 'utf8')) as DeliveryRecord;
  const listed = files.slice(0, -1).map(({ path, size, sha256 }) => ({ path, size, sha256 }));
  const isSame =
    record.key === key &&
    record.editionSha256 === edition.manifestSha256 &&
    JSON.stringify(record.files) === JSON.stringify(listed);
  return isSame ? [] : [`${parcelManifest}: does not list what the parcel holds`];
}
