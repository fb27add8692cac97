import { PipelineError } from '../errors.ts';
import type { Extract } from '../extract.ts';
import type { ReportWords } from '../reports/words.ts';
import type { Table, Trend } from '../tabulate.ts';
import type { Revisions } from './revisions.ts';

/** What one document is composed from. */
export interface Drawn {
  readonly extract: Extract;
  readonly scope: string;
  /** Of the document's scope. */
  readonly tables: readonly Table[];
  readonly trends: readonly Trend[];
  /** Of the nation, beside which an office's figures stand; null in the national document. */
  readonly national: readonly Table[] | null;
  readonly words: ReportWords;
  /** What differs from the edition before, in the document's scope and in the nation; absent: a first edition. */
  readonly revisions: { readonly own: Revisions | undefined; readonly national: Revisions | undefined };
}

/** Whether a block that may be the nation's alone stands in a document. */
export const isShownIn = ({ scope }: { readonly scope?: 'national' }, drawn: Pick<Drawn, 'scope'>): boolean =>
  scope === undefined || scope === drawn.scope;

/** The total of a measure, and a table of it by a breakdown. */
export function tableNamed(id: string, tables: readonly Table[]): Table {
  const table = tables.find((each) => each.id === id);
  if (table === undefined) throw new PipelineError('internal', `there is no table ${id}`, 'report this defect');
  return table;
}
