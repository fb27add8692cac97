import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type DeliveryRecord, parcelManifest } from '../../../pipeline/distribute/parcel.ts';

/** What is wrong with what a recipient was handed of some periods; nothing: each has one parcel, whole and with its manifest. */
export async function parcelFaults(folder: string, periods: readonly string[]): Promise<readonly string[]> {
  if (!existsSync(folder)) return periods.map((period) => `${period}: nothing came`);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const manifests = files.filter((path) => path.endsWith(`/${parcelManifest}`));
  const records = await Promise.all(
    manifests.map(async (path) => {
      const record = JSON.parse(await readFile(join(folder, path), 'utf8')) as DeliveryRecord;
      return { place: dirname(path), record };
    }),
  );
  const listed = records.flatMap(({ place, record }) =>
    record.files.map(({ path, sha256 }) => ({ path: join(place, path), sha256 })),
  );
  const known = new Set([...manifests, ...listed.map(({ path }) => path)]);
  const differing = await Promise.all(
    listed.map(async ({ path, sha256 }) => ((await hashOf(join(folder, path))) === sha256 ? [] : [`${path}: differs`])),
  );
  const counted = periods.flatMap((period) => {
    const of = records.filter(({ record }) => record.period === period && record.edition === 1).length;
    return of === 1 ? [] : [`${period}: ${of} parcels`];
  });
  const others = records.length === periods.length ? [] : [`${records.length} parcels for ${periods.length} periods`];
  return [
    ...counted,
    ...others,
    ...files.filter((path) => !known.has(path)).map((path) => `${path}: of no parcel`),
    ...differing.flat(),
  ];
}

const hashOf = (path: string) =>
  readFile(path).then(
    (bytes) => createHash('sha256').update(bytes).digest('hex'),
    () => 'not there',
  );
