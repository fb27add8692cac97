import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { contentOf, manifestOf, sha256Of } from './channel/content.ts';
import { delivered, failed, type Outcome, optionFaults, receiptOf } from './channel/outcome.ts';
import type { Channel, Parcel } from './channel.ts';

/**
 * Copies a parcel beside its place and renames it in, so that a reader of the folder sees all of it or none. With the option
 * `existing=yes` the folder is never made: a share that is not mounted is a failure, not a copy on this machine.
 */
export const folder: Channel = {
  id: 'folder',
  faultsOf: ({ address, options }) => [
    ...(isAbsolute(address) ? [] : [`"${address}" is not an absolute path`]),
    ...optionFaults(options, { existing: /^(yes|no)$/ }),
  ],
  send: (parcel, recipient, settings) =>
    receiptOf('folder', recipient, settings, async () => {
      const home = resolve(recipient.address);
      if (recipient.options.existing === 'yes' && !(await isFolder(home)))
        return failed(`${home} is not there: mount it or make it`);
      return place(parcel, join(home, parcel.name));
    }),
  probe: async () => ({
    reachable: true,
    detail: 'each recipient names a folder, which is tried when a parcel is put there',
    remedy: null,
  }),
};

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function place(parcel: Parcel, destination: string): Promise<Outcome> {
  const found = await standing(parcel, destination);
  if (found !== undefined) return found;
  const parent = dirname(destination);
  const label = `.part-${sha256Of(parcel.key).slice(0, 16)}-`;
  const part = join(parent, `${label}${randomUUID()}`);
  const made = await mkdir(parent, { recursive: true });
  try {
    await clearAway(parent, label);
    await copy(parcel, part);
    await rename(part, destination);
    await flush(parent);
    return delivered(`${destination}: ${filesInWords(parcel)}`, destination);
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    if (made !== undefined) await removeEmpty(parent, made);
    // Another sender of the same parcel may have been first.
    const first = await standing(parcel, destination).catch(() => undefined);
    if (first !== undefined) return first;
    throw error;
  }
}

/** What lies at the parcel's place already; undefined: nothing. */
async function standing(parcel: Parcel, destination: string): Promise<Outcome | undefined> {
  if ((await stat(destination).catch(absent)) === undefined) return undefined;
  const manifest = manifestOf(parcel);
  const bytes = await readFile(join(destination, manifest.path)).catch(absent);
  if (bytes === undefined) return failed(`${destination} holds something without ${manifest.path}: move it away`);
  if (sha256Of(bytes) !== manifest.sha256)
    return failed(`${destination} holds another content under the same name: move it away`);
  for (const file of parcel.files) {
    const found = await stat(join(destination, file.path)).catch(absent);
    if (found?.size !== file.size)
      return failed(`${destination} was changed: ${file.path} is not as it was delivered; move it away`);
  }
  return delivered(`${destination} (was there already)`, destination);
}

function absent(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}

/**
 * Removes what a killed sender of the same parcel left. It is renamed first: a sender that still lives, and whose part this is,
 * then finds nothing to rename in, rather than half of it.
 */
async function clearAway(parent: string, label: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(label)) continue;
    const away = join(parent, `${label}${randomUUID()}`);
    await rename(join(parent, name), away).catch(absent);
    await rm(away, { recursive: true, force: true });
  }
}

/** Each file and each folder of the copy is on the disk when this returns; the manifest is the last. */
async function copy(parcel: Parcel, part: string): Promise<void> {
  const folders = new Set([part]);
  for (const file of parcel.files) {
    const target = join(part, file.path);
    for (let inner = dirname(target); inner !== part; inner = dirname(inner)) folders.add(inner);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await contentOf(file), { flag: 'wx', flush: true });
    const { size } = await stat(target);
    if (size !== file.size) throw new Error(`${target} has ${size} bytes and not ${file.size}`);
  }
  for (const each of folders) await flush(each);
}

/** Some shares have nothing to flush in a folder, and say so. */
async function flush(path: string): Promise<void> {
  await using handle = await open(path, 'r');
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error;
  });
}

/** Removes the folders that were made for a parcel which did not come, from the inner to the outermost, as far as they are empty. */
async function removeEmpty(inner: string, outermost: string): Promise<void> {
  for (let path = inner; path.length >= outermost.length; path = dirname(path)) {
    const removed = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

const filesInWords = ({ files }: Parcel) => `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
