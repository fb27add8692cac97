import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Parcel, ParcelFile } from '../channels/channel.ts';
import { scopeFolder } from '../scope-folder.ts';
import { type Addressee, filesOf, getsEverything, wholeEdition } from './addressee.ts';
import { type Published, sha256 } from './published.ts';

/** The manifest of a parcel that is not the whole edition. */
export const parcelManifest = 'delivery.json';

/** What a parcel says of itself: what it is a part of, and each of its files. */
export interface DeliveryRecord {
  readonly deliveryVersion: 1;
  readonly key: string;
  readonly report: string;
  readonly period: string;
  readonly audience: string;
  readonly edition: number;
  /** SHA-256 of the edition's own manifest. */
  readonly editionSha256: string;
  readonly scope: string;
  /** ISO instant of the last recorded change of the sources. */
  readonly asOf: string;
  /** The edition that this one takes the place of; null: it is the first. */
  readonly replaces: number | null;
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
}

/** The key of a parcel: of these bytes, for this recipient, by this channel. */
export const parcelKey = (manifestSha256: string, { recipient }: Addressee): string =>
  sha256([manifestSha256, recipient.id, recipient.channel].join('\n'));

/** Where the parcel of an addressee begins, relative to the edition: the empty text, or `ATL/`. */
export const startOf = ({ scope }: Addressee): string => (scope === wholeEdition ? '' : `${scopeFolder(scope)}/`);

/**
 * Packs what an addressee gets of an edition; the manifest of a parcel that is not the whole edition is written to `workbench`,
 * a folder of this parcel's own.
 */
export async function pack(
  published: Published,
  addressee: Addressee,
  { title, message }: Pick<Parcel, 'title' | 'message'>,
  workbench: string,
): Promise<Parcel> {
  const { edition, manifest, folder } = published;
  const key = parcelKey(edition.manifestSha256, addressee);
  const start = startOf(addressee);
  const files = filesOf(manifest, addressee).map(
    ({ path, size, sha256: hash }): ParcelFile => ({
      path: path.slice(start.length),
      source: join(folder, path),
      size,
      sha256: hash,
    }),
  );
  const last = getsEverything(addressee)
    ? await ownManifest(published)
    : await writeManifest(published, addressee, key, files, workbench);
  const name = [edition.folder, start.slice(0, -1)].filter((part) => part !== '').join('/');
  return { key, name, title, message, files: [...files, last] };
}

/** The edition's own manifest is that of a parcel with all of it. */
async function ownManifest({ edition, folder }: Published): Promise<ParcelFile> {
  const path = 'manifest.json';
  const source = join(folder, path);
  const { size } = await stat(source);
  return { path, source, size, sha256: edition.manifestSha256 };
}

async function writeManifest(
  { edition, manifest }: Published,
  { scope }: Addressee,
  key: string,
  files: readonly ParcelFile[],
  workbench: string,
): Promise<ParcelFile> {
  const record: DeliveryRecord = {
    deliveryVersion: 1,
    key,
    report: edition.report,
    period: edition.period,
    audience: edition.audience,
    edition: edition.number,
    editionSha256: edition.manifestSha256,
    scope,
    asOf: manifest.asOf,
    replaces: edition.number > 1 ? edition.number - 1 : null,
    files: files.map(({ path, size, sha256: hash }) => ({ path, size, sha256: hash })),
  };
  const text = `${JSON.stringify(record, null, 2)}\n`;
  const source = join(workbench, parcelManifest);
  await writeFile(source, text);
  return { path: parcelManifest, source, size: Buffer.byteLength(text), sha256: sha256(text) };
}
