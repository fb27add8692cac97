import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../pipeline/config.ts';
import type { DatabaseOptions } from '../../queries/database.ts';

/** The settings under which a command opens the database of a test, or a copy of an embedded one; `home` is a folder that the test removes. */
export async function configOf({ url, folder }: DatabaseOptions, home: string, out = home): Promise<Config> {
  const data = await mkdtemp(join(home, 'data-'));
  if (url === undefined) await cp(folder, join(data, 'database'), { recursive: true });
  return {
    ...(url === undefined ? {} : { databaseUrl: url }),
    sourceSchema: 'report287',
    data,
    cache: home,
    out,
    deliverTo: [],
    delivery: { channels: { patience: 60_000 }, approvals: { internal: [], public: [] }, stated: [] },
    scheduling: { interval: 60_000, grace: 60_000 },
  };
}
