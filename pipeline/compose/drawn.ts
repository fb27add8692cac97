import { PipelineError } from '../errors.ts';
import type { Extract } from '../extract.ts';
import type { ReportWords } from '../reports/words.ts';
import type { Table, Trend } from '../tabulate.ts';

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
}

/** The total of a measure, and a table of it by a breakdown. */
export function tableNamed(id: string, tables: readonly Table[]): Table {
  const table = tables.find((each) => each.id === id);
  if (table === undefined) throw new PipelineError('internal', `there is no table ${id}`, 'report this defect');
  return table;
}
