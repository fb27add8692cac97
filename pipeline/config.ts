import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import {
  type DeliveryConfig,
  deliveryConfig,
  deliveryEnvironment,
  deliveryProblems,
  deliverySettings,
  secretSettings,
} from './config/delivery.ts';
import {
  type SchedulingConfig,
  schedulingConfig,
  schedulingEnvironment,
  schedulingSettings,
} from './config/scheduling.ts';
import { unknownVariables } from './config/unknown-variables.ts';
import { PipelineError } from './errors.ts';

/** What the program is told about the machine that it runs on; total, after {@link readConfig}. */
export interface Config {
  /** A PostgreSQL server; absent: the embedded database. Holds a password: never printed. */
  readonly databaseUrl?: string;
  /** The schema in which the source contracts are read. */
  readonly sourceSchema: string;
  /** Absolute path of the folder of the embedded database. */
  readonly data: string;
  /** Absolute path of the folder of what can be made again at any time: the unpacked browser. */
  readonly cache: string;
  /** Absolute path of the folder of editions. */
  readonly out: string;
  /** The browser that prints; absent: found as the README says. */
  readonly browser?: string;
  /** Absolute paths of folders that receive each published edition. */
  readonly deliverTo: readonly string[];
  readonly delivery: DeliveryConfig;
  readonly scheduling: SchedulingConfig;
}

/** One setting of the environment, as the README lists it. */
export interface Setting {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
}

/** Every setting; the README's table is made from this list, and a test compares them. */
export const settings: readonly Setting[] = [
  {
    name: 'DATABASE_URL',
    default: 'the embedded database',
    meaning: 'A PostgreSQL server, version 15 or newer: `postgresql://user:password@host:5432/database`.',
  },
  {
    name: 'REPORT287_SCHEMA',
    default: '`report287`',
    meaning:
      'With `DATABASE_URL`: the schema whose tables or views are read as sources. Any other than `report287` is only read.',
  },
  {
    name: 'REPORT287_DATA',
    default: '`.report287`',
    meaning: 'Folder of the embedded database.',
  },
  {
    name: 'XDG_CACHE_HOME',
    default: '`.cache` in the home folder',
    meaning: 'Folder in whose `report287/` the packaged browser is unpacked, once for each version.',
  },
  { name: 'REPORT287_OUT', default: '`out`', meaning: 'Folder of the published editions.' },
  {
    name: 'REPORT287_DELIVER_TO',
    default: 'none',
    meaning:
      'Folders, separated by the path separator of the system (`:`), that receive a copy of each published edition.',
  },
  ...deliverySettings,
  ...schedulingSettings,
  {
    name: 'PUPPETEER_EXECUTABLE_PATH',
    default: 'found',
    meaning:
      'The Chrome or Chromium that prints. Otherwise: Puppeteer’s own cache, the packaged one (Linux x64), then the system’s.',
  },
];

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must begin with postgresql://')
    .optional(),
  REPORT287_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a schema name in lower case')
    .default('report287'),
  REPORT287_DATA: z.string().default('.report287'),
  REPORT287_OUT: z.string().default('out'),
  XDG_CACHE_HOME: z.string().optional(),
  HOME: z.string().optional(),
  REPORT287_DELIVER_TO: z.string().default(''),
  ...deliveryEnvironment,
  ...schedulingEnvironment,
  PUPPETEER_EXECUTABLE_PATH: z.string().refine(isAbsolute, 'must be an absolute path').optional(),
});

/** The name of every setting, and of those that may be given as files. */
const names = [...settings.map(({ name }) => name), ...secretSettings.map((name) => `${name}_FILE`)];

/**
 * Turns the environment into a Config. An empty variable counts as unset.
 * @throws PipelineError `config` with every problem at once, misspelt variables among them; values are not printed.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>, root: string): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(set);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (parsed.success && parsed.data.REPORT287_SCHEMA !== 'report287' && parsed.data.DATABASE_URL === undefined) {
    problems.push('REPORT287_SCHEMA: needs DATABASE_URL, because the embedded database holds only our own tables');
  }
  if (parsed.success) problems.push(...deliveryProblems(parsed.data));
  problems.push(...unknownVariables(Object.keys(set), names));
  if (!parsed.success || problems.length > 0) {
    throw new PipelineError('config', 'the settings are not sound', 'correct these variables; the README lists them', {
      details: problems,
    });
  }
  const { data } = parsed;
  return {
    ...(data.DATABASE_URL === undefined ? {} : { databaseUrl: data.DATABASE_URL }),
    sourceSchema: data.REPORT287_SCHEMA,
    data: resolve(root, data.REPORT287_DATA),
    out: resolve(root, data.REPORT287_OUT),
    cache: resolve(root, data.XDG_CACHE_HOME ?? resolve(data.HOME ?? data.REPORT287_DATA, '.cache'), 'report287'),
    ...(data.PUPPETEER_EXECUTABLE_PATH === undefined ? {} : { browser: data.PUPPETEER_EXECUTABLE_PATH }),
    deliverTo: data.REPORT287_DELIVER_TO.split(':')
      .filter((path) => path !== '')
      .map((path) => resolve(root, path)),
    delivery: deliveryConfig(data),
    scheduling: schedulingConfig(data, root),
  };
}
