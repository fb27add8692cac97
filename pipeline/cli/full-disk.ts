import { tmpdir } from 'node:os';
import type { Config } from '../config.ts';
import { PipelineError } from '../errors.ts';
import { freeBytes, inBytes, nearest } from './doctor/place.ts';

/**
 * A full disk of which the system does not say which one it is: named is the folder with the least room, and beside it what room
 * there is in each. What was half written may be gone by now, and its room be free again.
 */
export async function fullDisk(config: Config, cause: unknown): Promise<PipelineError> {
  const folders = [
    ...(config.databaseUrl === undefined ? [{ path: config.data, setting: 'REPORT287_DATA' }] : []),
    { path: config.out, setting: 'REPORT287_OUT' },
    { path: config.cache, setting: 'XDG_CACHE_HOME' },
    { path: tmpdir(), setting: 'TMPDIR' },
  ];
  const rooms = await Promise.all(
    folders.map(async (folder) => ({ ...folder, free: await nearest(folder.path).then(freeBytes) })),
  );
  const sorted = rooms.toSorted((one, other) => one.free - other.free);
  const details = sorted.map(({ path, setting, free }) => `${path} (${setting}): ${inBytes(free)} free`);
  const [{ path, setting } = { path: config.out, setting: 'REPORT287_OUT' }] = sorted;
  const remedy = `make room there, or set ${setting} to a folder on another disk`;
  return new PipelineError('config', `${path}: the disk is full`, remedy, { details, cause });
}
