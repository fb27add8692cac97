import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { root } from '../../pipeline/cli/press.ts';

/** What was measured on, and with. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly system: string;
  /** Gigabytes of 1,000,000,000 bytes. */
  readonly memory: number;
  /** Processes that wanted a core, as the mean of the last minute: above the number of cores others share them. */
  readonly load: number;
  readonly node: string;
  /** Versions of the packages that do the work. */
  readonly packages: Readonly<Record<string, string>>;
}

const packages = ['@electric-sql/pglite', 'csv-parse', 'exceljs', 'puppeteer'] as const;

/** Looks at this machine as it is now. */
export function describeMachine(): Machine {
  const version = (name: string) => {
    const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { readonly version: string }).version;
  };
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    system: `${type()} ${release()} ${arch()}`,
    memory: totalmem() / 1_000_000_000,
    load: currentLoad(),
    node: process.version,
    packages: Object.fromEntries(packages.map((name) => [name, version(name)])),
  };
}

/** Mean of the last minute. */
export const currentLoad = (): number => loadavg()[0] ?? 0;
