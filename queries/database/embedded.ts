import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { PipelineError } from '../../pipeline/errors.ts';
import type { CopyChunk, Engine } from './engine.ts';
import { lockFolder } from './lock.ts';
import { lettingGo, notOpened } from './trouble.ts';
import { valueTypes } from './values.ts';

/**
 * The embedded engine on a folder of its own: no server, one process at a time. What was committed survives the death of
 * the process; it does not wait for the disk, so that it may not survive the loss of power.
 * @throws PipelineError `source` where another process has the folder, or it cannot be opened.
 */
export async function openEmbedded(folder: string): Promise<Engine> {
  const place = resolve(folder);
  await mkdir(dirname(place), { recursive: true });
  const lock = lockFolder(place);
  try {
    const lite = await openCluster(place);
    // pg's own client on the embedded engine: transactions with isolation level and access mode, and one set of type
    // parsers and parameter rules. It can hold one conversation, so there is one client, which never goes idle.
    const pool = new pg.Pool({ ...(createPgConfig(lite) as object), max: 1, idleTimeoutMillis: 0, types: valueTypes });
    return {
      name: 'pglite',
      pool,
      copy: async (_client, target, chunks) => {
        for await (const chunk of chunks) await copyChunk(lite, target, chunk);
      },
      close: async () => {
        await pool.end();
        await lite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Opens the cluster, made elsewhere and renamed into place when new, so that a killed first start leaves nothing half made. */
async function openCluster(place: string): Promise<PGlite> {
  const files = existsSync(place) ? await readdir(place) : [];
  if (files.length > 0 && !files.includes('PG_VERSION')) {
    const remedy = 'give an empty folder or a new one (REPORT287_DATA)';
    throw new PipelineError('source', `the folder ${place} holds something other than an embedded database`, remedy);
  }
  if (files.length === 0) {
    const unfinished = `${place}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    try {
      const made = await lettingGo(() => PGlite.create(unfinished));
      await made.close();
    } catch (cause) {
      const trouble = await notOpened(place, dirname(place), cause);
      await rm(unfinished, { recursive: true, force: true });
      throw trouble;
    }
    await rename(unfinished, place);
  }
  try {
    return await lettingGo(() => PGlite.create(place));
  } catch (cause) {
    throw await notOpened(place, place, cause);
  }
}

const encoder = new TextEncoder();

/**
 * COPY FROM STDIN never returns here; the engine's own way is a file that it sees as a device. Its bytes are given back at
 * once: the collector does not feel the weight of buffers outside its heap, and a long load would pile them up.
 */
async function copyChunk(lite: PGlite, target: string, chunk: CopyChunk): Promise<void> {
  const { buffer } = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
  const blob = Object.assign(new Blob([]), { arrayBuffer: async () => buffer });
  try {
    await lite.query(`copy ${target} from '/dev/blob'`, [], { blob });
  } finally {
    buffer.transfer(0);
  }
}
