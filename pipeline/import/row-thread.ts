import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { PipelineError } from '../errors.ts';
import { type RowContext, type StoredRows, storedRows } from './stored-rows.ts';
import type { SurveyedFile } from './survey.ts';
import { textRows } from './text-rows.ts';

/** What the thread is started with. */
export interface RowTask {
  readonly file: SurveyedFile;
  readonly context: RowContext;
}

/** What the thread says: rows, the end, or why there is none. It says nothing unasked. */
export type RowMessage =
  | { readonly kind: 'rows'; readonly rows: StoredRows }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly error: Pick<PipelineError, 'kind' | 'message' | 'remedy' | 'details'> };

const port = parentPort;
if (port !== null) {
  const { file, context } = workerData as RowTask;
  const say = (message: RowMessage) => port.postMessage(message);
  try {
    for await (const rows of storedRows(file.layout, textRows(file), context)) {
      await once(port, 'message');
      const { lines, evidence } = rows;
      const handedOver = evidence === null ? [lines] : [lines, evidence.facts, evidence.charges];
      port.postMessage(
        { kind: 'rows', rows } satisfies RowMessage,
        handedOver.map(({ buffer }) => buffer),
      );
    }
    await once(port, 'message');
    say({ kind: 'end' });
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const { kind, message, remedy, details } = error;
    say({ kind: 'refused', error: { kind, message, remedy, details } });
  }
  port.close();
}
